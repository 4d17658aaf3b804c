/** What the service stores: sessions and their results, with the state graphs and their timing. */
import { type CollectionDefinition, type Context, defineResource, type RequestContext } from 'tvilling'
import type { components, operations, webhooks } from '../../contracts/organization-session/types.gen.ts'
import { organizations } from '../../fixtures/organizations.ts'
import { people } from '../../fixtures/people.ts'

export type Schemas = components['schemas']
export type CountryPath = Schemas['CountryPath']
export type Expand = Schemas['Expand']
export type ReportName = Schemas['ReportName']
export type EntityStatus = Schemas['EntityStatus']
export type OrganizationResult =
  | Schemas['OrganizationResultNo']
  | Schemas['OrganizationResultSe']
  | Schemas['OrganizationResultFi']

/** All optional nodes that a session can ask for (OS-11). */
export const EXPANDS: Expand[] = [
  'keyInformation.lei',
  'address',
  'financials.accounting',
  'financials.keyFigures',
  'financials.auditor',
  'financials.accountant',
  'ownership.beneficials',
  'ownership.subsidiaries',
  'ownership.shareholders',
  'ownership.indicators',
  'authorities',
  'roles',
  'sanction',
]

/** A lookup of one organization, for the client that asked. */
export interface Session {
  id: string
  client: string
  country: CountryPath
  /** As the client sent it. */
  identifier: string
  expands: Expand[]
  /** In the order in which they are made. */
  reports: ReportName[]
  webhooks: Schemas['WebhookRequest'][]
  /** ISO 8601, UTC. */
  createdAt: string
}

/** The JSON of a session. */
export interface Result {
  session: string
  state: EntityStatus
  /** ISO 8601, UTC. */
  readyAt?: string
  /** What was found when it became ready; the AML report shows the same. Deleted when the whole session has expired. */
  organization?: OrganizationResult
  /** What the certificate of registration shows, if it was requested, of the same instant (OS-23). */
  certificate?: OrganizationResult
  /** Numbers of the officers who were left out because they had died (OS-27). */
  deadOfficers?: string[]
}

/** A PDF of a session; it is drawn at each request, from what was found when the JSON became ready. */
export interface Report {
  session: string
  report: ReportName
  state: EntityStatus
  /** ISO 8601, UTC. */
  readyAt?: string
}

export const settings = {
  /** Lifetime of an access token (OS-14); its length is assumed. */
  tokenLifetime: 'PT5M',
  /** OS-17, assumed: until the JSON is ready. */
  jsonTime: 'PT10S',
  /** OS-17, assumed: how long one report takes. */
  reportTime: 'PT20S',
  /** OS-08, seed: how long a result can be fetched. */
  lifetime: 'PT2H',
  /** OS-18, assumed: pauses before each further attempt to deliver. */
  retries: ['PT1M', 'PT5M', 'PT30M'],
  /** Assumed: how long a receiver may take to answer, in wall-clock time. */
  webhookTimeout: 'PT10S',
}

export const reportKey = (session: string, report: ReportName) => `${session}:${report}`

export const collections = {
  sessions: { key: ({ id }) => id } satisfies CollectionDefinition<Session>,
  results: { key: ({ session }) => session } satisfies CollectionDefinition<Result>,
  reports: {
    key: ({ session, report }) => reportKey(session, report),
  } satisfies CollectionDefinition<Report>,
}

export const populations = { organizations, people }

const STATES = {
  NOT_STARTED: 'Waits for what comes before it.',
  IN_PROGRESS: 'Being made.',
  READY: 'Can be fetched.',
  FAILED: 'Will never be there: the session was cancelled.',
  EXPIRED: 'Could be fetched, and cannot any more.',
} satisfies Record<EntityStatus, string>

const { NOT_STARTED, ...STATES_OF_JSON } = STATES

const expires = {
  from: 'READY',
  to: 'EXPIRED',
  by: 'time',
  after: 'lifetime',
  facts: ['OS-08'],
} as const
const failsWithTheSession = <State extends EntityStatus>(from: State) =>
  ({ from, to: 'FAILED', by: 'consequence', facts: ['OS-06'] }) as const

/** The JSON of a session (OS-04, OS-08, OS-16, OS-17); it fails if the register has no such organization. */
const resultStates = defineResource(collections, settings, {
  collection: 'results',
  field: 'state',
  initial: ['IN_PROGRESS'],
  states: STATES_OF_JSON,
  moves: [
    { from: 'IN_PROGRESS', to: 'READY', by: 'time', after: 'jsonTime', facts: ['OS-17'] },
    { from: 'IN_PROGRESS', to: 'FAILED', by: 'time', after: 'jsonTime', facts: ['OS-19'] },
    expires,
    failsWithTheSession('READY'),
  ],
})

/** A report of a session; it starts when the part before it is ready: the JSON, or another report (OS-17). */
const reportStates = defineResource(collections, settings, {
  collection: 'reports',
  field: 'state',
  initial: ['NOT_STARTED'],
  states: STATES,
  moves: [
    { from: 'NOT_STARTED', to: 'IN_PROGRESS', by: 'consequence', facts: ['OS-17'] },
    { from: 'IN_PROGRESS', to: 'READY', by: 'time', after: 'reportTime', facts: ['OS-17'] },
    expires,
    { from: 'IN_PROGRESS', to: 'FAILED', by: 'command', facts: ['OS-06'] },
    failsWithTheSession('NOT_STARTED'),
    failsWithTheSession('READY'),
  ],
})

export const resources = [resultStates, reportStates] as const

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
