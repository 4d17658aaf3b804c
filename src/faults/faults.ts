/** Faults that a test declares, per operation or per webhook message. The one declared first matches first. */

import { unknownName } from '../control/nearest.ts'
import { type Clock, durationOf, toIso } from '../harness/clock.ts'
import { createRandom, type Random } from '../harness/random.ts'
import { checkFault, type FaultTarget } from './check-fault.ts'
import { type Delay, drawDelay, fraction } from './delays.ts'

/** When a fault ends. Without any of these it stays until it is cleared. */
export interface FaultLimits {
  /** How many requests, or attempts to deliver, it matches. */
  times?: number
  /** Probability from 0 to 1 that it matches each. Drawn by the seed, independently of other random numbers. */
  probability?: number
  /** How long it lasts, on the harness's clock; an ISO 8601 duration. */
  for?: string
}

/** A fault of an operation. */
export type OperationFault<Simulator = string, Operation = string> = FaultLimits & {
  simulator: Simulator
  operation: Operation
} & (
    | {
        /** The operation does nothing and answers with one of its documented errors. */
        fault: 'status'
        status: number
        /** Allows a status that the contract does not have. */
        force?: boolean
      }
    /** The operation runs at once; its answer is sent after this time on the harness's clock. */
    | { fault: 'delay'; delay: Delay }
    /** The body is sent in pieces, over this time on the harness's clock. */
    | { fault: 'slow-body'; during: string }
    /**
     * - `truncated-body`: half of the body is sent, then the connection ends.
     * - `reset`: the connection breaks before the operation runs.
     * - `response-lost`: the connection breaks after the operation has run.
     */
    | { fault: 'truncated-body' | 'reset' | 'response-lost' }
  )

/** A fault of a simulator's webhook messages, or only of those of one event. */
export type DeliveryFault<Simulator = string, Event = string> = FaultLimits & {
  simulator: Simulator
  event?: Event
} & (
    | {
        /**
         * - `duplicate`: an accepted message is sent again at once.
         * - `reorder`: a message is sent after the next one for the same webhook.
         * - `drop`: an attempt is lost; the provider tries again as usual.
         * - `receiver-down`: nothing can be sent until the fault ends.
         * - `wrong-secret`: the message is signed with another secret than the webhook's.
         * - `before-response`: the message arrives before the answer to the request that caused it.
         */
        fault: 'duplicate' | 'reorder' | 'drop' | 'receiver-down' | 'wrong-secret' | 'before-response'
      }
    | {
        /** `delay-delivery`: how much later the first attempt is. `stale-timestamp`: how old the signature is. */
        fault: 'delay-delivery' | 'stale-timestamp'
        by: string
      }
  )

export type FaultDeclaration = OperationFault | DeliveryFault

export type DeclaredFault = FaultDeclaration & {
  id: string
  /** How often it was matched. */
  matched: number
  /** How often it can still match, if it has `times`. */
  left?: number
  /** When it ends, if it has `for`. */
  until?: string
}

/** A fault that matched; a delay with the milliseconds that were drawn for it. */
export type MatchedFault<F extends FaultDeclaration = FaultDeclaration> = F & { id: string; delayed?: number }

export interface Faults {
  /** @throws UsageError if there is no such operation, event or answer, or the declaration is invalid. */
  add(declaration: FaultDeclaration): DeclaredFault
  /** Those that can still match. */
  list(): DeclaredFault[]
  /** Clears one, or all. */
  clear(id?: string): void
  /** Clears all, and draws from the start again, by this seed. */
  restart(seed: number): void
  /** Grows whenever their state changes, other than by the clock. */
  revision(): number
  /** Their state, for a snapshot and for a restart. */
  keep(): KeptFaults
  /**
   * Restores the state of a snapshot.
   * @throws UsageError if a fault of it cannot be declared here; then nothing changes.
   */
  load(kept: KeptFaults, seed: number): void
  /** The first fault that matches a request, which is then counted; undefined if there is no such fault. */
  match(simulator: string, operation: string): MatchedFault<OperationFault> | undefined
  /**
   * The first fault that matches an attempt to deliver, which is then counted; undefined if there is no such fault.
   * @param among the kinds of faults that apply at this moment.
   */
  matchDelivery(
    message: { simulator: string; event: string },
    among: readonly DeliveryFault['fault'][],
  ): MatchedFault<DeliveryFault> | undefined
}

/** Faults as a snapshot holds them. */
export interface KeptFaults {
  /** How many have been declared; the next id follows from it. */
  made: number
  declared: { id: string; declaration: FaultDeclaration; matched: number; until?: number; drawn: number }[]
}

interface Entry {
  id: string
  declaration: FaultDeclaration
  matched: number
  until: number
  random: Random
}

export interface FaultsDeps {
  simulators: ReadonlyMap<string, FaultTarget>
  clock: Pick<Clock, 'now'>
  seed: number
}

export function createFaults({ simulators, clock, seed: given }: FaultsDeps): Faults {
  let seed = given
  let entries: Entry[] = []
  let made = 0
  let revision = 0

  /** Each fault has its own random numbers, which neither other faults nor simulators influence. */
  const randomOf = (id: string, drawn = 0) => createRandom(`${seed}/faults/${id}`, drawn)

  function alive(): Entry[] {
    if (entries.length === 0) return entries
    const now = clock.now()
    entries = entries.filter(
      ({ declaration: { times }, matched, until }) => now < until && (times === undefined || matched < times),
    )
    return entries
  }

  /** Draws for each fault in turn until one matches, and counts that one. */
  function first(appliesTo: (declaration: FaultDeclaration) => boolean): Entry | undefined {
    return alive().find((entry) => {
      const { declaration, random } = entry
      if (!appliesTo(declaration)) return false
      revision += 1
      const { probability } = declaration
      if (probability !== undefined && fraction(random) >= probability) return false
      entry.matched += 1
      return true
    })
  }

  return {
    add(declaration) {
      checkFault(simulators, declaration)
      made += 1
      revision += 1
      const id = `f${made}`
      const until = declaration.for === undefined ? Infinity : clock.now() + durationOf(declaration.for)
      const entry: Entry = { id, declaration: { ...declaration }, matched: 0, until, random: randomOf(id) }
      entries.push(entry)
      return show(entry)
    },

    list: () => alive().map(show),

    clear(id) {
      const kept = id === undefined ? [] : alive().filter((entry) => entry.id !== id)
      if (id !== undefined && kept.length === entries.length) {
        throw unknownName(
          'fault',
          id,
          entries.map((entry) => entry.id),
        )
      }
      entries = kept
      revision += 1
    },

    restart(next) {
      revision += 1
      seed = next
      entries = []
      made = 0
    },

    revision: () => revision,

    keep: () => ({
      made,
      declared: alive().map(({ id, declaration, matched, until, random }) => ({
        id,
        declaration,
        matched,
        ...(until !== Infinity && { until }),
        drawn: random.position(),
      })),
    }),

    load(kept, next) {
      for (const { declaration } of kept.declared) checkFault(simulators, declaration)
      revision += 1
      seed = next
      made = kept.made
      entries = kept.declared.map(({ id, declaration, matched, until = Infinity, drawn }) => ({
        id,
        declaration,
        matched,
        until,
        random: randomOf(id, drawn),
      }))
    },

    match(simulator, operation) {
      const entry = first(
        (candidate) =>
          candidate.simulator === simulator && 'operation' in candidate && candidate.operation === operation,
      )
      if (!entry) return undefined
      const declaration = entry.declaration as OperationFault
      const delayed = declaration.fault === 'delay' ? drawDelay(declaration.delay, entry.random) : undefined
      return { ...declaration, id: entry.id, ...(delayed !== undefined && { delayed }) }
    },

    matchDelivery(message, among) {
      const entry = first(
        (candidate) =>
          !('operation' in candidate) &&
          candidate.simulator === message.simulator &&
          among.includes(candidate.fault) &&
          (candidate.event === undefined || candidate.event === message.event),
      )
      return entry && { ...(entry.declaration as DeliveryFault), id: entry.id }
    },
  }
}

function show({ id, declaration, matched, until }: Entry): DeclaredFault {
  const { times } = declaration
  return {
    ...declaration,
    id,
    matched,
    ...(times !== undefined && { left: times - matched }),
    ...(until !== Infinity && { until: toIso(until) }),
  }
}
