/** The types of one simulator's parts, and the names that follow from them. */
import type { WebhookTypes } from '../deliveries/webhook-types.ts'
import type { CollectionDefinitions, DocumentOf } from './collections.ts'
import type { Population, PopulationView } from './population.ts'
import type { Settings } from './settings.ts'
import type { Resource } from './state-graph.ts'

// biome-ignore lint/suspicious/noExplicitAny: a map of populations is generic in each of its members
export type Populations = Record<string, Population<any, any>>

/** The types of a simulator's settings, collections and so on; `states.ts` of each simulator has one of these. */
export interface SimulatorTypes {
  settings: Settings
  collections: CollectionDefinitions
  populations?: Populations
  resources?: readonly Resource[]
  /** `webhooks` of the types that openapi-typescript generates from the contract. */
  webhooks?: object
  /** The payload of each job, by its name. */
  jobs?: object
}

/** The types of a simulator whose types are unknown: every name is allowed. */
export interface AnyTypes extends SimulatorTypes {
  populations: Populations
  resources: readonly Resource[]
  webhooks: WebhookTypes
  jobs: Record<string, unknown>
}

export type Part<T, K extends string, Fallback> = T extends { [N in K]: infer V } ? V : Fallback

export type ResourcesOf<T> = Part<T, 'resources', readonly Resource[]>

type OneOf<R> = R extends readonly (infer Each)[] ? Each : never

/** Collections whose documents have states. */
export type ResourceName<D, R> =
  OneOf<R> extends { collection: infer N } ? (string extends N ? keyof D & string : N & string) : never

/** States of a collection's documents. */
export type StateOf<R, K> = StateIn<OneOf<R>, K>
type StateIn<Each, K> = Each extends { collection: infer N; states: infer S }
  ? string extends N
    ? string
    : K extends N
      ? keyof S & string
      : never
  : never

/** Documents of a collection, by its name. */
export type DocumentIn<D, K> = K extends keyof D ? DocumentOf<D[K]> : never

export type WebhooksOf<T> = Part<T, 'webhooks', WebhookTypes>

export type ViewsOf<P> = {
  [K in keyof P]: P[K] extends Population<infer R, infer C> ? PopulationView<R, C> : never
}

/** One of the simulator's jobs with its payload. */
export type JobCall<Jobs> = {
  [J in keyof Jobs & string]: [job: J, due: number, subject: string, payload: Jobs[J]]
}[keyof Jobs & string]
