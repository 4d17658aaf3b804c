/** The names of a simulator that a test can use. `Control` completes them, and refuses other names. */
import type { ContractChanges } from '../contract/adapt-contract.ts'
import type { CommonSettings, Settings, SimulatorSettings } from './settings.ts'

export interface SimulatorNames {
  name: string
  operations: string
  /** States by collection; `never` where documents have none. */
  collections: Record<string, string>
  settings: Settings
  /** Events that its webhook messages have. */
  webhooks: string
  /** The arguments of each event that can be fired. */
  events: Record<string, object>
  /** The arguments of each scenario. */
  scenarios: Record<string, object>
  /** Names of its populations. */
  populations: string
  /** The entries of each list that seed data can hold. */
  seed: Record<string, object>
}

/** Names of the simulators in a list. */
export type NamesOf<L extends readonly unknown[]> = L[number] extends infer S
  ? S extends { readonly names?: infer N extends SimulatorNames }
    ? N
    : never
  : never

/** The simulators with this name. */
type Named<N extends SimulatorNames, Name> = N extends unknown ? (Name extends N['name'] ? N : never) : never

/** `Plain` if the names are only known to be strings, and cannot be checked; otherwise `Typed`. */
export type Untyped<N extends SimulatorNames, Typed, Plain> = string extends N['name'] ? Plain : Typed

export type CollectionOf<N extends SimulatorNames, Name> = Untyped<
  N,
  keyof Named<N, Name>['collections'] & string,
  string
>

export type StateIn<N extends SimulatorNames, Name, Collection> = Untyped<
  N,
  StateOfCollection<Named<N, Name>['collections'], Collection>,
  string
>
type StateOfCollection<C, Collection> = C extends unknown
  ? Collection extends keyof C
    ? C[Collection]
    : never
  : never

/** Scenarios of all simulators. */
export type ScenarioName<N extends SimulatorNames> = N extends unknown ? keyof N['scenarios'] & string : never

/** The second argument of `load`, which may be left out if no parameter is required. */
export type ScenarioArguments<N extends SimulatorNames, Name> = Untyped<
  N,
  Rest<ScenarioParameters<N, Name>>,
  [parameters?: Record<string, unknown>]
>
type ScenarioParameters<N extends SimulatorNames, Name> = N extends unknown
  ? Name extends keyof N['scenarios']
    ? N['scenarios'][Name]
    : never
  : never
type Rest<P> = Record<never, never> extends P ? [parameters?: P] : [parameters: P]

/** An event to fire, with its arguments. */
export type FiredEvent<N extends SimulatorNames> = Untyped<
  N,
  N extends unknown
    ? {
        [E in keyof N['events'] & string]: { simulator: N['name']; event: E } & N['events'][E]
      }[keyof N['events'] & string]
    : never,
  { simulator: string; event: string } & Record<string, unknown>
>

/** Changes to the settings of simulators, by their names. */
export type SettingsChanges<N extends SimulatorNames> = Untyped<
  N,
  {
    readonly [Name in N['name']]?: SettingsChange<Named<N, Name>['settings']> &
      CommonChanges<Named<N, Name>['operations']>
  } & { readonly $schema?: string },
  Readonly<Record<string, SimulatorSettings>>
>
/** What can be changed in every simulator: how requests are read, and what its contract assumes. */
type CommonChanges<Operation extends string> = Partial<CommonSettings> &
  Omit<ContractChanges, 'paths'> & { readonly paths?: { readonly [O in Operation]?: string } }
type SettingsChange<S> = {
  readonly [K in keyof S]?: S[K] extends readonly (infer E)[] ? readonly E[] : S[K]
}
