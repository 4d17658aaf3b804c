/**
 * A unit of work: one request, one action of control, or one batch of jobs. It takes place at one instant and in one
 * transaction, and is stored completely or not at all.
 */
import type { QueuedDelivery } from '../deliveries/enqueue.ts'
import type { Journal } from '../journal/journal.ts'
import type { Transition } from '../simulator/state-graph.ts'
import type { Store } from '../store/store.ts'
import { type Clock, createCalendar, createGiveWay, type Instant, toIso } from './clock.ts'
import type { HarnessMemory } from './harness-memory.ts'

export interface UnitOfWork {
  /** The instant at which everything in it takes place. */
  readonly at: Instant
  /** Number of the exchange that it answers, if there is one. */
  exchange: number | undefined
  /** The `traceparent` of that exchange, if there is one. */
  trace: string | undefined
  /** Moves along state graphs, in order. */
  readonly transitions: Transition[]
  /** Webhook messages that were queued, with the jobs that will send them. */
  readonly deliveries: QueuedDelivery[]
  /** True if a job was added: the scheduler must look for due work. */
  addedJobs: boolean
  /** Lets others, such as another tenant's requests, have their turn if this unit has gone on for a while. */
  readonly giveWay: () => Promise<void> | undefined
  /** Defects found during the unit. They are reported even if the unit is undone. */
  readonly defects: unknown[]
}

/** The clock as a simulator sees it: time stands still during a unit of work. */
export type TransactionClock = Pick<Clock, 'now' | 'iso' | 'today'>

export interface UnitsOfWork {
  /**
   * Runs a unit of work. Units run one after the other and must not be nested.
   * @throws what the work throws, after all of its writes are undone.
   */
  run<R>(work: (unit: UnitOfWork) => Promise<R>): Promise<R>
  /** Looks at the state in a transaction, as all processes that share the store left it. It must not change anything. */
  look<R>(work: () => Promise<R>): Promise<R>
  /** The running unit, if there is one. */
  current(): UnitOfWork | undefined
  /** Shows the instant of the running unit, and between units the harness's current time. */
  readonly clock: TransactionClock
}

export interface UnitsOfWorkDeps {
  store: Pick<Store, 'transaction' | 'shared'>
  clock: Pick<Clock, 'now'>
  /** Refreshed and saved within each unit. */
  memory: () => Pick<HarnessMemory, 'isCurrent' | 'save' | 'refresh' | 'forget'>
  journal: Pick<Journal, 'unitEnded'>
  /** Called when another process emptied or replaced the harness. */
  replaced: () => void
  /** Called for each unit that was stored. */
  committed: (unit: UnitOfWork) => void
  reportDefect: (error: unknown) => void
}

export function createUnitsOfWork(deps: UnitsOfWorkDeps): UnitsOfWork {
  const { store, clock, memory, journal, committed, replaced, reportDefect } = deps
  let current: UnitOfWork | undefined
  /** The last instant that was written as text: within a unit, each document and event asks for the same one. */
  let written = { at: 0, iso: toIso(0) }

  const now = () => (current ? current.at : clock.now())
  const dayOf = createCalendar()

  function iso(): string {
    const at = now()
    if (at !== written.at) written = { at, iso: toIso(at) }
    return written.iso
  }

  /** A transaction that begins with what other processes have changed. */
  function transaction<R>(work: () => Promise<R>): Promise<R> {
    if (!store.shared) return store.transaction(work)
    return store.transaction(async () => {
      if (await memory().refresh()) replaced()
      return work()
    })
  }

  return {
    current: () => current,

    look: transaction,

    clock: { now, iso, today: (zone) => (zone === undefined ? iso().slice(0, 10) : dayOf(now(), zone)) },

    async run(work) {
      let unit: UnitOfWork | undefined
      let stored = false
      let shown: Promise<void> | undefined
      try {
        const result = await transaction(async () => {
          unit = beginUnit(clock.now())
          current = unit
          try {
            const done = await work(unit)
            if (!memory().isCurrent()) await memory().save()
            return done
          } finally {
            current = undefined
          }
        })
        stored = true
        shown = journal.unitEnded(true)
        if (unit) committed(unit)
        if (shown) await shown
        return result
      } finally {
        if (!stored) {
          memory().forget()
          journal.unitEnded(false)
        }
        for (const error of unit?.defects ?? []) reportDefect(error)
      }
    },
  }
}

function beginUnit(at: Instant): UnitOfWork {
  return {
    at,
    exchange: undefined,
    trace: undefined,
    transitions: [],
    deliveries: [],
    addedJobs: false,
    giveWay: createGiveWay(),
    defects: [],
  }
}
