/** What a test can say to a harness, in process and over HTTP alike. */

import type { Delivery } from '../deliveries/delivery.ts'
import type { DeclaredFault } from '../faults/faults.ts'
import type { ClockReading } from '../harness/clock.ts'
import type { Advanced } from '../harness/scheduler.ts'
import type { Snapshot } from '../harness/snapshot.ts'
import type { Har } from '../journal/har.ts'
import type { Exchange, JournalPage } from '../journal/journal.ts'
import type { Action } from '../journal/log-event.ts'
import type { ExportedSeed } from '../seed/seed-data.ts'
import type { ParameterSchemas } from '../simulator/parameters.ts'
import type { Settings } from '../simulator/settings.ts'
import type { Trigger } from '../simulator/simulator.ts'
import type {
  CollectionOf,
  FiredEvent,
  ScenarioArguments,
  ScenarioName,
  SimulatorNames,
  StateIn,
} from '../simulator/simulator-names.ts'
import type { Move } from '../simulator/state-graph.ts'
import type { DeliveryFilterOf, FaultOf, JournalFilterOf } from './filters.ts'

export type AdvanceTarget = string | { by: string } | { to: string }

export interface ScenarioListing {
  name: string
  simulator: string
  about: string
  parameters: ParameterSchemas
}

export interface SubjectListing extends Trigger {
  simulator: string
}

/** A bearer token that was not issued here, such as the one in a pact. */
export interface TokenGrant<Simulator = string> {
  /** As it comes after "Bearer"; if it is left out, every token that was not issued here. */
  token?: string
  /** The client it belongs to; `tvilling` if it is left out. */
  client?: string
  /** The one simulator that accepts it; if it is left out, all that have the client. */
  simulator?: Simulator
  /** Whether it counts as expired. */
  expired?: boolean
}

export interface AcceptedToken {
  /** Null stands for every token. */
  token: string | null
  client: string
  simulators: string[]
}

export interface SimulatorListing {
  name: string
  title: string
  provider: string
  operations: {
    id: string
    method: string
    path: string
    summary: string | undefined
    evidence: string | undefined
    /** `beta` or `experimental`, where the provider says so. */
    stability: string | undefined
  }[]
  resources: {
    collection: string
    states: Readonly<Record<string, string>>
    moves: readonly Move[]
    diagram: string
  }[]
  collections: string[]
  events: { event: string; about: string; parameters: ParameterSchemas }[]
  settings: Settings
}

export interface StatePage {
  items: { key: string; position: number; value: Record<string, unknown> }[]
  /** Give it as `after` for the next page; null on the last page. */
  next: string | null
}

/** A delivery without the secret that signs it. */
export type ShownDelivery = Omit<Delivery, 'secret'>

/**
 * Mistakes reject with a `UsageError`, whose message says what to do. With the names of the simulators as its
 * argument, a name that does not fit does not compile either; without it, names are plain texts.
 */
export interface Control<N extends SimulatorNames = SimulatorNames> {
  clock: {
    read(): Promise<ClockReading>
    /** Changes mode or speed, or moves forward to `now` (as `advance` does). Time never goes back. */
    set(change: { now?: string; mode?: 'manual' | 'real'; factor?: number }): Promise<ClockReading>
    /** Moves the clock by an ISO 8601 duration or to an instant, and does all work that falls due until then. */
    advance(target: AdvanceTarget): Promise<Advanced>
  }
  scenarios: {
    list(): Promise<ScenarioListing[]>
    load<Name extends ScenarioName<N>>(
      name: Name,
      ...parameters: ScenarioArguments<N, Name>
    ): Promise<Record<string, unknown>>
  }
  subjects: { list(): Promise<SubjectListing[]> }
  simulators: { list(): Promise<SimulatorListing[]> }
  tokens: {
    /** Accepts a bearer token that was not issued here, or every such token, as one of a client. */
    accept(token?: TokenGrant<N['name']>): Promise<AcceptedToken>
  }
  state: {
    page<Name extends N['name']>(
      simulator: Name,
      collection: CollectionOf<N, Name>,
      query?: { after?: string; limit?: number },
    ): Promise<StatePage>
    transition<Name extends N['name'], Collection extends CollectionOf<N, Name>>(
      simulator: Name,
      collection: Collection,
      key: string,
      to: StateIn<N, Name, Collection>,
    ): Promise<Record<string, unknown>>
  }
  people: {
    /** Changes a person, such as a move or a death, and sends the webhook messages of that change. */
    change(number: string, patch: Record<string, unknown>): Promise<Record<string, unknown>>
  }
  events: {
    fire(event: FiredEvent<N>): Promise<Record<string, unknown>>
  }
  faults: {
    add(declaration: FaultOf<N>): Promise<DeclaredFault>
    list(): Promise<DeclaredFault[]>
    /** Clears one, or all. */
    clear(id?: string): Promise<void>
  }
  journal: {
    find(filter?: JournalFilterOf<N>): Promise<Exchange[]>
    /**
     * The same in pages: without `after` the latest exchanges, with it the first ones after an exchange. A page without
     * `limit` has 100 exchanges and about a megabyte of bodies.
     */
    page(filter?: JournalFilterOf<N>): Promise<JournalPage>
    /** What control did, oldest first: moved the clock, changed people, loaded scenarios. */
    actions(): Promise<Action[]>
    /** The exchanges as text; without a filter also what control did in between. */
    explain(filter?: JournalFilterOf<N>): Promise<string>
    /** HAR 1.2 with everything that `tvilling replay` needs: a bug report. */
    har(): Promise<Har>
    clear(): Promise<void>
  }
  deliveries: {
    list(filter?: DeliveryFilterOf<N>): Promise<ShownDelivery[]>
    /** How many finished ones were dropped, since only the latest are kept. */
    dropped(): Promise<number>
    /** Sends a message again now, in whatever state the delivery is. */
    redeliver(id: string): Promise<ShownDelivery>
    /** What was sent, when, with which answers, and what is still to be sent, as text for a test's output. */
    explain(filter?: DeliveryFilterOf<N>): Promise<string>
    /** Resolves when every due message has been sent. */
    settled(): Promise<void>
  }
  /** The OpenAPI document that a simulator serves. */
  contract(simulator: N['name']): Promise<Record<string, unknown>>
  /** The whole state as one JSON document: collections, due work, clock, random source, faults, deliveries. */
  snapshot(): Promise<Snapshot>
  /** Restores a snapshot of this harness, or of another with the same simulators. */
  restore(snapshot: Snapshot): Promise<void>
  /** The present state as seed data, from which another harness starts, and what that cannot express. */
  seedData(): Promise<ExportedSeed>
  /** Empties the harness and goes back to its start. */
  reset(): Promise<void>
}
