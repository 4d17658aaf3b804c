/** What the service stores: bundles with their lists, and webhooks. The graph of a bundle's status, and the settings. */
import { type CollectionDefinition, type Context, defineResource, type RequestContext } from 'tvilling'
import type { components, operations, webhooks } from '../../contracts/person-monitoring/types.gen.ts'
import { people } from '../../fixtures/index.ts'

type Schemas = components['schemas']
export type BundleStatus = Schemas['BundleStatus']
export type ShownBundle = Schemas['Bundle']

/** A monitoring list of a client; the numbers themselves are in `monitoredDays` and `uploadedDays`. */
export interface Bundle extends ShownBundle {
  client: string
  /** How many numbers on the list are invalid: with one or more, the list becomes INCORRECT (PM-20). */
  faulty: number
  /** Whether its latest upload is not approved, so that the list before it is monitored (PM-23). */
  uploaded: boolean
}

/**
 * The numbers of one bundle with the same month and day. A list of 50,000 numbers takes a few hundred documents, so
 * replacing it is fast; each document has few numbers, so finding a person is fast.
 */
export interface ListedDay {
  /** Key of the bundle. */
  bundle: string
  /** Digits five to eight: `MMDD`. */
  day: string
  numbers: string[]
}

/** A URL to which a client wants messages about changes. */
export interface Webhook {
  client: string
  id: string
  url: string
  secret: string
}

/** Key of a client's bundle or webhook; the ids have no colon. */
export const keyOf = (client: string, id: string) => `${client}:${id}`

export const collections = {
  bundles: {
    key: ({ client, id }) => keyOf(client, id),
    indexes: { client: ({ client }) => client },
  } satisfies CollectionDefinition<Bundle>,
  monitoredDays: {
    key: ({ bundle, day }) => keyOf(bundle, day),
    indexes: { bundle: ({ bundle }) => bundle, day: ({ day }) => day },
  } satisfies CollectionDefinition<ListedDay>,
  /** Lists that are not approved yet (PM-23). */
  uploadedDays: {
    key: ({ bundle, day }) => keyOf(bundle, day),
    indexes: { bundle: ({ bundle }) => bundle },
  } satisfies CollectionDefinition<ListedDay>,
  webhooks: {
    key: ({ client, id }) => keyOf(client, id),
    indexes: { client: ({ client }) => client },
    secret: ['secret'],
  } satisfies CollectionDefinition<Webhook>,
}

export const settings = {
  /** PM-08: `sandbox` makes the sandbox answer all clients; with `production`, the client's environment decides. */
  environment: 'production',
  /** PM-10, assumed: lifetime of an access token. */
  tokenLifetime: 'PT1H',
  /** PM-07: ids of the bundles that Roaring has created for every client from the start. */
  bundles: ['b1', 'b2'],
  /** PM-18, assumed: a file with more rows than this is large. */
  largeFile: 1_000,
  /** PM-18, assumed: from SENT_IN to PENDING. */
  sentInTime: 'PT4M',
  /** PM-18, assumed: from PENDING to APPROVED or INCORRECT. */
  pendingTime: 'PT4M',
  /** PM-23, assumed: which list is monitored until an upload is approved: the `previous` one, or `none`. */
  untilApproved: 'previous',
  /** PM-19, assumed: what may stand between the columns of a CSV file. */
  csvSeparators: [',', ';'],
  /** PM-19, assumed: the column with the numbers; 1 is the first. */
  csvColumn: 1,
  /** PM-19, PM-24, assumed: names of that column in a header, in any case of letters. */
  csvHeaders: ['personalNumber', 'Personnummer', 'personal_number'],
  /** PM-19, assumed: the member of a JSON file that has the rows; empty if the file is the list of rows. */
  jsonList: '',
  /** PM-19, assumed: members of a row that is an object, the first that it has counts. */
  jsonMembers: ['personalNumber'],
  /** PM-19, assumed: whether numbers of JSON are `taken` as if they were strings, or `refused`. */
  jsonNumbers: 'refused',
  /** PM-24, assumed: whether numbers of ten digits are `taken` or `refused`. */
  tenDigits: 'taken',
  /** PM-24, assumed: whether a text part without media type is `taken` as the file, or `refused`. */
  textParts: 'taken',
  /** PM-22, assumed: keys of the time and of the signature in `Roaring-Signature`. */
  signatureKeys: ['t', 'v1'],
  /** PM-22, assumed: `type` of the events. */
  eventType: 'populationRegisterSe',
  /** PM-22, assumed: pauses before each further attempt to deliver. */
  retries: ['PT1M', 'PT5M', 'PT30M', 'PT2H', 'PT12H'],
  /** PM-22, assumed: how long a receiver may take to answer, in wall-clock time. */
  webhookTimeout: 'PT10S',
}

const states = {
  APPROVED: 'SPAR has processed the list: its people are monitored.',
  INCORRECT: "Roaring's validation of the list failed.",
  MISSING: 'Something went wrong at Roaring.',
  PENDING: 'SPAR is processing the list.',
  SENT_IN: 'The list was sent to SPAR.',
} satisfies Record<BundleStatus, string>

const updates = (Object.keys(states) as BundleStatus[]).flatMap((from) =>
  (['PENDING', 'SENT_IN'] as const).map(
    (to) => ({ from, to, by: 'request', facts: ['PM-05', 'PM-21'] }) as const,
  ),
)

/** The status of a bundle (PM-04, PM-05, PM-18, PM-20); a created bundle has an empty list (PM-07). */
const bundleStates = defineResource(collections, settings, {
  collection: 'bundles',
  field: 'status',
  initial: ['APPROVED'],
  states,
  moves: [
    { from: 'SENT_IN', to: 'PENDING', by: 'time', after: 'sentInTime', facts: ['PM-18'] },
    { from: 'PENDING', to: 'APPROVED', by: 'time', after: 'pendingTime', facts: ['PM-18'] },
    { from: 'PENDING', to: 'INCORRECT', by: 'time', after: 'pendingTime', facts: ['PM-20'] },
    ...updates,
    { from: 'SENT_IN', to: 'MISSING', by: 'command', facts: ['PM-20'] },
    { from: 'PENDING', to: 'MISSING', by: 'command', facts: ['PM-20'] },
    { from: 'APPROVED', to: 'MISSING', by: 'command', facts: ['PM-20'] },
    { from: 'INCORRECT', to: 'MISSING', by: 'command', facts: ['PM-20'] },
  ],
})

export const resources = [bundleStates] as const

export const populations = { people }

/** The types of this simulator's parts. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
  populations: typeof populations
  resources: typeof resources
  webhooks: webhooks
}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>
