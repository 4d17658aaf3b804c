/** What shall go wrong, declared per operation or per webhook message, used up one after the other. */

import { unknownName } from '../control/nearest.ts'
import { type Clock, durationOf, toIso } from '../harness/clock.ts'
import { createRandom, type Random } from '../harness/random.ts'
import { checkFault, type FaultTarget } from './check-fault.ts'
import { type Delay, drawDelay, fraction } from './delays.ts'

/** When a fault ends by itself; without any of these it goes on until it is cleared. */
export interface FaultLimits {
  /** How many requests, or attempts to deliver, it meets. */
  times?: number
  /** How likely it meets each, from 0 to 1; drawn by the harness's seed, apart from all other chance. */
  probability?: number
  /** How long it lasts on the harness's clock, ISO 8601. */
  for?: string
}

/** What an operation suffers. */
export type OperationFault = FaultLimits & { simulator: string; operation: string } & (
    | {
        /** Answers one of its documented errors, before it does anything. */
        fault: 'status'
        status: number
        /** Answers a status that the contract does not have, too. */
        force?: boolean
      }
    /** Is done at once, and answers when the harness's clock has come so far. */
    | { fault: 'delay'; delay: Delay }
    /** Answers in pieces, spread over this time of the harness's clock. */
    | { fault: 'slow-body'; during: string }
    /** `truncated-body`: half of the body, then the connection ends. `reset`: the connection breaks before
     * anything is done. `response-lost`: everything is done, then the connection breaks. */
    | { fault: 'truncated-body' | 'reset' | 'response-lost' }
  )

/** What a simulator's webhook messages suffer, or only those of one event. */
export type DeliveryFault = FaultLimits & { simulator: string; event?: string } & (
    | {
        /**
         * - `duplicate`: an accepted message comes once more, at once.
         * - `reorder`: a message goes after the next one for the same webhook.
         * - `drop`: an attempt is lost on the way; the provider tries again as it always does.
         * - `receiver-down`: nothing can be sent until the fault is over.
         * - `wrong-secret`: signed with a secret that is not the webhook's.
         * - `before-response`: arrives before the answer to the request that caused it.
         */
        fault: 'duplicate' | 'reorder' | 'drop' | 'receiver-down' | 'wrong-secret' | 'before-response'
      }
    | {
        /** `delay-delivery`: the first attempt comes that much later. `stale-timestamp`: signed that long ago. */
        fault: 'delay-delivery' | 'stale-timestamp'
        by: string
      }
  )

export type FaultDeclaration = OperationFault | DeliveryFault

export type DeclaredFault = FaultDeclaration & {
  id: string
  /** How often it was matched. */
  matched: number
  /** How often it still will be matched, when it has `times`. */
  left?: number
  /** When it ends, if it has `for`. */
  until?: string
}

/** A fault that was matched, with the milliseconds that were drawn when it is a delay. */
export type MatchedFault<F extends FaultDeclaration = FaultDeclaration> = F & { id: string; delayed?: number }

export interface Faults {
  /** @throws UsageError when there is no such operation, event or answer, or the declaration makes no sense. */
  add(declaration: FaultDeclaration): DeclaredFault
  /** Those that can still be matched. */
  list(): DeclaredFault[]
  /** Clears one, or all. */
  clear(id?: string): void
  /** Clears all, and draws by this seed from the start again. */
  restart(seed: number): void
  /** All that there is to know of them, for a snapshot. */
  keep(): KeptFaults
  /**
   * Goes on where a snapshot was taken.
   * @throws UsageError when something of it cannot be declared here; then all is as it was.
   */
  load(kept: KeptFaults, seed: number): void
  /** The fault that meets this request, if one does; counts it. */
  match(simulator: string, operation: string): MatchedFault<OperationFault> | undefined
  /**
   * The fault that meets this attempt, if one does; counts it.
   * @param among the kinds of fault that can meet it now.
   */
  matchDelivery(
    message: { simulator: string; event: string },
    among: readonly DeliveryFault['fault'][],
  ): MatchedFault<DeliveryFault> | undefined
}

/** Faults as a snapshot holds them. */
export interface KeptFaults {
  /** How many were declared so far. */
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

  /** A stream of its own: neither other faults nor the simulators' own draws move it. */
  const randomOf = (id: string, drawn = 0) => createRandom(`${seed}/faults/${id}`, drawn)

  function alive(): Entry[] {
    if (entries.length === 0) return entries
    const now = clock.now()
    entries = entries.filter(
      ({ declaration: { times }, matched, until }) => now < until && (times === undefined || matched < times),
    )
    return entries
  }

  /** Counts and draws for each fault in turn, until one meets. */
  function first(meets: (declaration: FaultDeclaration) => boolean): Entry | undefined {
    return alive().find((entry) => {
      const { declaration, random } = entry
      if (!meets(declaration)) return false
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
    },

    restart(next) {
      seed = next
      entries = []
      made = 0
    },

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
