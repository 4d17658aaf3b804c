/** Seed data: the state in which a harness starts, by the names of its simulators. */
import type { FaultOf } from '../control/filters.ts'
import type { SimulatorNames, Untyped } from '../simulator/simulator-names.ts'

export interface SeedClock {
  now?: string
  mode?: 'manual' | 'real'
  factor?: number
}

/** An OAuth client. What is left out is as with the simulator's first ready-made client; the secret is the id. */
export interface SeedClient {
  id: string
  secret?: string
  scopes?: readonly string[]
  /** Null: the credentials work in every environment. */
  environment?: string | null
  attributes?: Readonly<Record<string, unknown>> | null
}

interface CommonSections<N extends SimulatorNames> {
  $schema?: string
  /** Where the clock starts, unless an option of the harness says so. */
  clock?: string | SeedClock
  /** OAuth clients by simulator. */
  clients?: { readonly [Name in N['name']]?: readonly SeedClient[] }
  faults?: readonly FaultOf<N>[]
}

type PopulationSections<N extends SimulatorNames> = {
  readonly [Name in N['populations']]?: readonly Readonly<Record<string, unknown>>[]
}

type SimulatorSections<N extends SimulatorNames> = Untyped<
  N,
  {
    readonly [Name in N['name']]?: KindsOf<N, Name>
  },
  // biome-ignore lint/suspicious/noExplicitAny: the names of the simulators are not known
  Readonly<Record<string, any>>
>

type KindsOf<N extends SimulatorNames, Name> = N extends unknown
  ? Name extends N['name']
    ? { readonly [Kind in keyof N['seed']]?: readonly N['seed'][Kind][] }
    : never
  : never

export type SeedData<N extends SimulatorNames = SimulatorNames> = CommonSections<N> &
  Untyped<N, PopulationSections<N>, unknown> &
  SimulatorSections<N>

/** The present state as seed data. */
export interface ExportedSeed {
  seedData: SeedData
  /** What seed data cannot express, such as "2 webhook messages still to be sent". */
  omitted: string[]
}
