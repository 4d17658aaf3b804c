/** What Consumer Intelligence stores for each client, the state graph of a consumer, and the settings. */

import { type CollectionDefinition, type Context, defineResource, type RequestContext } from 'tvilling'
import type {
  components,
  operations,
  webhooks as Webhooks,
} from '../../contracts/consumer-intelligence/types.gen.ts'
import {
  type Address,
  addressKey,
  birthDateKey,
  type Market as Country,
  familyNameKey,
  type Person,
  people,
} from '../../fixtures/index.ts'
import { phoneNumberOf } from './phone-text.ts'

type Schemas = components['schemas']
export type Market = Schemas['Market']
export type SourceName = Schemas['SourceName']
export type ConsumerData = Schemas['ConsumerData']
export type Event = Schemas['WebhookEvent']

/** A client in one environment: every stored document belongs to one. */
export interface Owner {
  client: string
  /** Undefined for a client that works in both. */
  environment: string | undefined
}

export type Consumer = Schemas['Consumer'] & Owner & { market: Market }

/** A person to whom at least one of the client's consumers is connected (CI-19). */
export interface Subscription extends Owner {
  gedi: string
  market: Market
  source: SourceName
  created: string
  changed: string
  /** Enrichment variables that a test has set. */
  enrichment: Schemas['Enrichment']
}

export interface Webhook {
  client: string
  id: string
  url: string
  events: Schemas['WebhookEventType'][]
  description?: string
  secret: string
}

export interface AuditEntry {
  client: string
  at: number
  event: Event
}

/** An address; that of a sandbox person may be incomplete. */
export type KnownAddress = Partial<Omit<Address, 'country'>> & {
  type?: 'REGISTERED' | 'POSTAL'
  careOf?: string
  country?: string
}

/** A person. Unknown texts of a sandbox person are empty. */
export type PersonRecord = Omit<Person, 'market' | 'sex' | 'maritalStatus' | 'birthPlace' | 'addresses'> & {
  market: Market
  sex?: Person['sex'] | 'OTHER'
  maritalStatus?: Person['maritalStatus']
  birthPlace?: Person['birthPlace']
  addresses: KnownAddress[]
}

/** A person that a client created in the sandbox (CI-33). */
export interface SandboxRecord {
  client: string
  /** The client's own id. */
  id: string
  person: PersonRecord
  created: string
  changed: string
}

/** A life event that is sent later, if the client is still subscribed then (CI-42). */
export interface ExpectedLifeEvent {
  client: string
  gedi: string
  phase: string
  trigger: Schemas['LifeEventTrigger']
  probability?: number
  withinEstimatedDays?: number
}

/** The number of a client's requests since an instant, for the rate limit. */
export interface RequestCount {
  client: string
  since: number
  requests: number
}

/** Key of a client's document. Neither consumer ids nor the provider's own ids have a colon. */
export const keyOf = (client: string, id: string) => `${client}:${id}`

/** All index values of a client's subscriptions begin with this, and sort below `afterChangesOf`. */
export const changesOf = (client: string) => `${encodeURIComponent(client)} `
export const afterChangesOf = (client: string) => `${encodeURIComponent(client)}!`

const consumers = {
  key: ({ client, consumerId }) => keyOf(client, consumerId),
  indexes: {
    client: ({ client }) => client,
    state: ({ client, state }) => keyOf(client, state),
    person: ({ client, gedi }) => (gedi === null ? undefined : keyOf(client, gedi)),
  },
} satisfies CollectionDefinition<Consumer>

const subscriptions = {
  key: ({ client, gedi }) => keyOf(client, gedi),
  indexes: {
    changed: ({ client, changed }) => `${changesOf(client)}${changed}`,
    person: ({ gedi }) => gedi,
  },
} satisfies CollectionDefinition<Subscription>

const webhooks = {
  key: ({ client, id }) => keyOf(client, id),
  indexes: { client: ({ client }) => client },
  secret: ['secret'],
} satisfies CollectionDefinition<Webhook>

const auditEvents = {
  key: ({ client, event }) => keyOf(client, event.id),
  indexes: { client: ({ client }) => client, at: ({ at }) => at },
} satisfies CollectionDefinition<AuditEntry>

const sandboxPersons = {
  key: ({ client, id }) => keyOf(client, id),
  indexes: {
    gedi: ({ client, person }) => keyOf(client, person.gedi),
    legalId: ({ client, person }) =>
      person.number === '' ? undefined : keyOf(client, `${person.market}|${person.number}`),
    birthDate: ({ client, person }) =>
      person.birthDate === ''
        ? undefined
        : keyOf(client, birthDateKey(person.market as Country, person.birthDate)),
    familyName: ({ client, person }) =>
      keyOf(client, familyNameKey(person.market as Country, person.familyName)),
    address: ({ client, person }) => {
      const { postalCode = '', streetName = '' } = person.addresses[0] ?? {}
      return keyOf(client, addressKey(person.market as Country, postalCode, streetName))
    },
    phone: ({ client, person: { phoneNumbers, market } }) => {
      const [number] = phoneNumbers
      return number === undefined ? undefined : keyOf(client, phoneNumberOf(number, market))
    },
  },
} satisfies CollectionDefinition<SandboxRecord>

const requestCounts = { key: ({ client }) => client } satisfies CollectionDefinition<RequestCount>

export const collections = {
  consumers,
  subscriptions,
  webhooks,
  auditEvents,
  sandboxPersons,
  requestCounts,
}

export const settings = {
  /** CI-01, CI-02, seed: an hour. */
  tokenLifetime: 'PT1H',
  /** CI-29, assumed: from UPLOADED to IDENTIFYING. */
  identifyingAfter: 'PT30S',
  /** CI-29, assumed: from IDENTIFYING to IDENTIFIED or NOT_IDENTIFIED. */
  identifiedAfter: 'PT60S',
  /** CI-29, assumed: whether data that contradicts a person excludes it. */
  contradictions: 'exclude',
  /** CI-37, seed: the provider does not fill jsonPointers and changedId yet. */
  changedPointers: false,
  /** CI-42, assumed: phase of the LIFE_EVENT after a move; empty for none. */
  movePhase: 'OCCURRED',
  /** CI-42, assumed. */
  moveTrigger: 'HOUSEHOLD_MOVE',
  /** CI-42, assumed: from a move to its LIFE_EVENT. */
  moveEventAfter: 'PT0S',
  /** CI-42, assumed: trigger of a LIFE_EVENT that is predicted for each subscribed person; empty for none. */
  predictedTrigger: '',
  /** CI-42, assumed: from the subscription to its prediction. */
  predictedAfter: 'P1D',
  /** CI-35, assumed: pauses before each further attempt to deliver. */
  retries: ['PT1M', 'PT5M', 'PT30M', 'PT2H', 'PT12H'],
  /** CI-24, assumed: how long a receiver may take to answer, in wall-clock time. */
  webhookTimeout: 'PT10S',
  /** CI-26, assumed: which text is signed, a name in `signatures` of events.ts. */
  signature: 'timestamp.body',
  /** CI-31, assumed: how long a pageToken is valid; null is for ever. */
  pageTokenLifetime: null as string | null,
  /** CI-22, seed: a year. */
  auditRetention: 'P365D',
  /** CI-43, assumed: audit events of one client. */
  auditEvents: 100_000,
  /** CI-18, public: consumers of one upload. The contract has the same bound, so it can only be lowered. */
  uploadBatch: 100,
  /** CI-32, assumed: requests of one client in `rateLimitPer`; 0 is no limit. */
  rateLimitRequests: 0,
  /** CI-32, assumed. */
  rateLimitPer: 'PT1S',
}

/** How a consumer is identified (CI-16, CI-21, CI-29, CI-30). */
const consumerStates = defineResource(collections, settings, {
  collection: 'consumers',
  field: 'state',
  initial: ['UPLOADED'],
  states: {
    UPLOADED: 'Taken in, not yet looked at.',
    IDENTIFYING: 'Being looked up in the sources of its market. It cannot be uploaded again meanwhile.',
    IDENTIFIED: 'Connected to a person, who is subscribed.',
    NOT_IDENTIFIED: 'Nobody, or nobody certain, was found.',
  },
  moves: [
    {
      from: 'UPLOADED',
      to: 'IDENTIFYING',
      by: 'time',
      after: 'identifyingAfter',
      facts: ['CI-21', 'CI-29'],
    },
    {
      from: 'IDENTIFYING',
      to: 'IDENTIFIED',
      by: 'time',
      after: 'identifiedAfter',
      facts: ['CI-21', 'CI-29'],
    },
    {
      from: 'IDENTIFYING',
      to: 'NOT_IDENTIFIED',
      by: 'time',
      after: 'identifiedAfter',
      facts: ['CI-21', 'CI-29'],
    },
    { from: 'IDENTIFIED', to: 'UPLOADED', by: 'request', facts: ['CI-30'] },
    { from: 'NOT_IDENTIFIED', to: 'UPLOADED', by: 'request', facts: ['CI-30'] },
  ],
})

export const resources = [consumerStates] as const

export const populations = { people }

/** The types of this simulator's parts. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
  populations: typeof populations
  resources: typeof resources
  webhooks: Webhooks
  jobs: { dailyChange: Owner; lifeEvent: ExpectedLifeEvent }
}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>
