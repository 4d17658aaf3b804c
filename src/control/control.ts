/** What a test can say to a harness, in process and over HTTP alike. */

import type { Delivery } from '../deliveries/delivery.ts'
import type { DeclaredFault } from '../faults/faults.ts'
import type { ClockReading } from '../harness/clock.ts'
import type { Advanced } from '../harness/scheduler.ts'
import type { Snapshot } from '../harness/snapshot.ts'
import type { Har } from '../journal/har.ts'
import type { Exchange } from '../journal/journal.ts'
import type { Action } from '../journal/log-event.ts'
import type { Trigger } from '../simulator/simulator.ts'
import type {
  CollectionOf,
  FiredEvent,
  ScenarioArguments,
  ScenarioName,
  SimulatorNames,
  StateIn,
} from '../simulator/simulator-names.ts'
import type { DeliveryFilterOf, FaultOf, JournalFilterOf } from './filters.ts'

export type AdvanceTarget = string | { by: string } | { to: string }

export interface ScenarioListing {
  name: string
  simulator: string
  about: string
  parameters: Record<string, Record<string, unknown>>
}

export interface SubjectListing extends Trigger {
  simulator: string
}

/** A bearer token from elsewhere, such as the one that stands in a pact. */
export interface TokenGrant<Simulator = string> {
  /** As it comes after "Bearer"; every token that was not issued here when it is left out. */
  token?: string
  /** Whose token it is; `tvilling` when it is left out. */
  client?: string
  /** The one simulator that accepts it; all that know the client when it is left out. */
  simulator?: Simulator
  /** It has expired already: callers are told so. */
  expired?: boolean
}

export interface AcceptedToken {
  /** Null for every token. */
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
  }[]
  resources: {
    collection: string
    states: Readonly<Record<string, string>>
    moves: readonly unknown[]
    diagram: string
  }[]
  collections: string[]
  events: { event: string; about: string; parameters: Record<string, Record<string, unknown>> }[]
  settings: Record<string, unknown>
}

export interface StatePage {
  items: { key: string; position: number; value: Record<string, unknown> }[]
  /** Hand it back as `after` for the next page; null on the last. */
  next: string | null
}

/** A delivery as it is shown: without the secret that signs it. */
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
    /** Moves the clock by an ISO 8601 duration or to an instant and does all that falls due on the way. */
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
    /** Takes a bearer token that was not issued here, or every one, for a client's. */
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
    /** Changes, deceases or moves a person; sends what such a change sends. */
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
    /** What control did, oldest first: the clock moved, people changed, scenarios loaded. */
    actions(): Promise<Action[]>
    /** The exchanges as a person reads them; without a filter, with what control did in between. */
    explain(filter?: JournalFilterOf<N>): Promise<string>
    /** HAR 1.2 with all that `tvilling replay` needs: a bug report. */
    har(): Promise<Har>
    clear(): Promise<void>
  }
  deliveries: {
    list(filter?: DeliveryFilterOf<N>): Promise<ShownDelivery[]>
    /** Sends a message again, now, whatever became of it. */
    redeliver(id: string): Promise<ShownDelivery>
    /** What was sent, when, with which answers, and what is still to come, as text for a test's output. */
    explain(filter?: DeliveryFilterOf<N>): Promise<string>
    /** Resolves when nothing that is due is still to be sent. */
    settled(): Promise<void>
  }
  /** The OpenAPI document that a simulator serves. */
  contract(simulator: N['name']): Promise<Record<string, unknown>>
  /** Everything there is, as one JSON document: what is stored, what falls due, clock, chance, faults, deliveries. */
  snapshot(): Promise<Snapshot>
  /** Goes back to a snapshot, of this harness or of another with the same simulators. */
  restore(snapshot: Snapshot): Promise<void>
  /** Empties the harness: back to its start. */
  reset(): Promise<void>
}
