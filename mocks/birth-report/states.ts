/** What the service stores: reports with their answers, births, days without free numbers, and who may call. */
import type { CollectionDefinition, Context, OperationOutput, RequestContext } from 'tvilling'
import type { components, operations } from '../../contracts/birth-report/types.gen.ts'
import type { Sex } from '../../fixtures/identity-numbers/person-number.ts'
import { people } from '../../fixtures/people.ts'

export type BirthReport = components['schemas']['BirthReportRequest']
export type Parent = components['schemas']['Parent']
type Answer = OperationOutput<operations['createBirthReport']>
export type Taken = Extract<Answer, { status: 201 | 202 }>

/** An answer, which rule gave it, and the facts that the rule is. */
export interface Outcome<A extends Answer = Answer> {
  answer: A
  reason: string
  facts: readonly string[]
}

/** An accepted report, with or without a number (BR-19). */
export interface TakenReport {
  /** UUID in lower case. */
  reportId: string
  /** ISO 8601, UTC. */
  takenAt: string
  /** Number of its exchange in the journal; a report from a scenario has none. */
  exchange?: number | undefined
  content: BirthReport
  answer: Taken
}

/** A birth that led to a number, with what identifies it: mother, date and order (BR-17). */
export interface Birth {
  /** Twelve digits. */
  mother: string
  /** `YYYY-MM-DD`. */
  date: string
  order: number
  /** The child's number. */
  child: string
}

/** A day for which all numbers of a sex are declared to be assigned. */
export interface SpentSeries {
  date: string
  sex: Sex
}

/** How every report is refused: the caller is forbidden, or the service or Skatteverket fails. */
export type Refusal = 403 | 500 | 502

/** Whether callers are admitted, as a scenario decided. One for all, since callers have no identity here. */
export interface Admission {
  who: 'everybody'
  /** null admits. */
  refusal: Refusal | null
  /** ISO 8601, UTC. */
  since: string
}

export const settings = {
  /** Whether every caller gets 403 (BR-20). */
  forbidden: false,
}

export const aboutSettings = {
  forbidden: { effect: 'Whether every caller is answered with 403.', fact: 'BR-20' },
  nulls: {
    effect: 'Whether an optional member that is null counts as absent, or is refused.',
    fact: 'BR-23',
  },
  scalars: {
    effect: 'Whether numbers and booleans are refused where a string is declared, or taken as one.',
    fact: 'BR-14',
  },
} as const

/** Where the service's days begin and end (BR-24). */
export const TIME_ZONE = 'Europe/Stockholm'

export const collections = {
  reports: { key: ({ reportId }) => reportId } satisfies CollectionDefinition<TakenReport>,
  births: {
    key: ({ mother, date, order }) => `${mother}|${date}|${order}`,
    indexes: { delivery: ({ mother, date }) => deliveryKey(mother, date) },
  } satisfies CollectionDefinition<Birth>,
  spentSeries: { key: ({ date, sex }) => `${date}|${sex}` } satisfies CollectionDefinition<SpentSeries>,
  admissions: { key: ({ who }) => who } satisfies CollectionDefinition<Admission>,
}

/** The index value that all births of a mother on a day share. */
export function deliveryKey(mother: string, date: string): string {
  return `${mother}|${date}`
}

export const populations = { people }

/** The types of this simulator's parts. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
  populations: typeof populations
}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>
