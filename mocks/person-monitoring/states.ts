/** What the service stores: bundles with their lists, and webhooks. The graph of a bundle's status, and the settings. */
import { type CollectionDefinition, type Context, defineResource, type RequestContext } from 'tvilling'
import type { components, operations, webhooks } from '../../contracts/person-monitoring/types.gen.ts'
import { people } from '../../fixtures/index.ts'

type Schemas = components['schemas']
export type BundleStatus = Schemas['BundleStatus']
export type ShownBundle = Schemas['Bundle']

/** A monitoring list of a client; the numbers themselves are in `monitoredDays`. */
export interface Bundle extends ShownBundle {
  client: string
  /** How many numbers on the list are invalid: with one or more, the list becomes INCORRECT (PM-20). */
  faulty: number
}

/**
 * The numbers of one bundle with the same month and day. A list of 50,000 numbers takes a few hundred documents, so
 * replacing it is fast; each document has few numbers, so finding a person is fast.
 */
export interface MonitoredDay {
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
  } satisfies CollectionDefinition<MonitoredDay>,
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
