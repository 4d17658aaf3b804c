/** What the service stores: indkaldelser, their myndighedsdeltagere, and received request ids. */
import { type CollectionDefinition, type Context, defineResource, type RequestContext } from 'tvilling'
import type { components, operations } from '../../contracts/indkaldelse/types.gen.ts'
import { people } from '../../fixtures/people.ts'

type Schemas = components['schemas']

/** A meeting to which a citizen is invited. */
export interface Indkaldelse {
  /** UUID in lower case. */
  id: string
  cpr: string
  /** ISO 8601, UTC. */
  oprettet: string
  oplysninger: Schemas['CreateIndkaldelseRequestDto']
}

/** What another authority has answered to the question whether it attends. */
export type Svar = 'AFVENTER' | 'DELTAGER' | 'AFBUD'

/** A representative of another authority at a meeting. */
export interface Myndighedsdeltager {
  /** UUID in lower case, chosen by the caller. */
  id: string
  /** Id of the indkaldelse. */
  indkaldelse: string
  svar: Svar
  oplysninger: Omit<
    Schemas['CreateMyndighedsdeltagerRequestDto'],
    'indkaldelseIdentifier' | 'myndighedsrepraesentantenDeltager'
  >
}

/** A request id and the first request that came with it. */
export interface ReceivedRequestId {
  requestId: string
  /** Milliseconds of the harness's clock. */
  receivedAt: number
  operation: string
  /** Number of that request in the journal; an id from a scenario has none. */
  exchange?: number | undefined
}

export const settings = {
  /** Lifetime of an access token (IN-21). */
  tokenLifetime: 'PT1H',
  /** How long a request id is remembered (IN-04). */
  requestIdRetention: 'P7D',
  /** Codes of DeltagerrolleTypeCodeList (IN-25). */
  deltagerroller: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  /** Codes of MoedeafbudsaarsagTypeCodeList (IN-25). */
  afbudsaarsager: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  /** Whether paths compare without regard to case (IN-28). */
  pathCase: 'ignored',
}

export const collections = {
  indkaldelser: { key: ({ id }) => id } satisfies CollectionDefinition<Indkaldelse>,
  myndighedsdeltagere: {
    key: ({ id }) => id,
    indexes: {
      /** Who has not answered yet, by indkaldelse (IN-24). */
      afventer: ({ svar, indkaldelse }) => (svar === 'AFVENTER' ? indkaldelse : undefined),
    },
  } satisfies CollectionDefinition<Myndighedsdeltager>,
  requestIds: {
    key: ({ requestId }) => requestId,
    indexes: { receivedAt: ({ receivedAt }) => receivedAt },
  } satisfies CollectionDefinition<ReceivedRequestId>,
}

export const populations = { people }

const byRequest = (from: Svar, to: Svar) => ({ from, to, by: 'request', facts: ['IN-06', 'IN-07'] }) as const

/**
 * The answers of a myndighedsdeltager. All moves are made by updateMyndighedsdeltager, which always has an answer:
 * nobody can return to AFVENTER (IN-07).
 */
const myndighedsdeltager = defineResource(collections, settings, {
  collection: 'myndighedsdeltagere',
  field: 'svar',
  initial: ['AFVENTER', 'DELTAGER', 'AFBUD'],
  states: {
    AFVENTER: 'Has not answered; no other participant can be added meanwhile.',
    DELTAGER: 'Attends.',
    AFBUD: 'Has declined.',
  },
  moves: [
    byRequest('AFVENTER', 'DELTAGER'),
    byRequest('AFVENTER', 'AFBUD'),
    byRequest('DELTAGER', 'AFBUD'),
    byRequest('AFBUD', 'DELTAGER'),
  ],
})

export const resources = [myndighedsdeltager] as const

/** The types of this simulator's parts. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
  populations: typeof populations
  resources: typeof resources
}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>

/** The answer in `myndighedsrepraesentantenDeltager`: true attends, false declines, unset awaits (IN-06, IN-24). */
export function svarOf(deltager: boolean | undefined): Svar {
  if (deltager === undefined) return 'AFVENTER'
  return deltager ? 'DELTAGER' : 'AFBUD'
}
