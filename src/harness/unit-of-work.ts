/**
 * A unit of work: one request, one action of control, or one batch of jobs. It takes place at one instant and in one
 * transaction, and is stored completely or not at all.
 */
import type { QueuedDelivery } from '../deliveries/enqueue.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Journal } from '../journal/journal.ts'
import type { Transition } from '../simulator/state-graph.ts'
import type { Store } from '../store/store.ts'
import { type Clock, createCalendar, createGiveWay, type Instant, toIso } from './clock.ts'
import type { HarnessMemory } from './harness-memory.ts'

export interface UnitOfWork {
  /** The instant at which everything in it takes place; while seed data is planted, that of each entry. */
  at: Instant
  /** Whether no webhook message is sent of what happens. */
  silent: boolean
  /** Number of the exchange that it answers, if there is one. */
  exchange: number | undefined
  /** The `traceparent` of that exchange, if there is one. */
  trace: string | undefined
  /** Moves along state graphs, in order. */
  readonly transitions: Transition[]
  /** Webhook messages that were queued, with the jobs that will send them. */
  readonly deliveries: QueuedDelivery[]
  /** Numbers of the jobs that were added: the scheduler must look for due work. */
  readonly addedJobs: number[]
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
  memory: () => Pick<HarnessMemory, 'isCurrent' | 'isNew' | 'save' | 'refresh' | 'forget'>
  /** Called first in a unit if nothing is stored yet. */
  plant: (unit: UnitOfWork) => Promise<void>
  journal: Pick<Journal, 'unitEnded'>
  deletions: Pick<Deletions, 'unitEnded'>
  /** Called when another process emptied or replaced the harness. */
  replaced: () => void
  /** Called for each unit that was stored. */
  committed: (unit: UnitOfWork) => void
  reportDefect: (error: unknown) => void
}

export function createUnitsOfWork(deps: UnitsOfWorkDeps): UnitsOfWork {
  const { store, clock, memory, plant, journal, deletions, committed, replaced, reportDefect } = deps
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
      try {
        const result = await transaction(async () => {
          unit = beginUnit(clock.now())
          current = unit
          try {
            const isNew = memory().isNew()
            if (isNew && (await isNew)) await plant(unit)
            const done = await work(unit)
            if (!memory().isCurrent()) await memory().save()
            return done
          } finally {
            current = undefined
          }
        })
        stored = true
        const shown = [journal.unitEnded(true), deletions.unitEnded(true)]
        if (unit) committed(unit)
        for (const written of shown) if (written) await written
        return result
      } finally {
        if (!stored) {
          memory().forget()
          journal.unitEnded(false)
          deletions.unitEnded(false)
        }
        for (const error of unit?.defects ?? []) reportDefect(error)
      }
    },
  }
}

function beginUnit(at: Instant): UnitOfWork {
  return {
    at,
    silent: false,
    exchange: undefined,
    trace: undefined,
    transitions: [],
    deliveries: [],
    addedJobs: [],
    giveWay: createGiveWay(),
    defects: [],
  }
}
