/** Runs jobs when the clock reaches their due time. The store holds the jobs. */
import { UsageError } from '../control/usage-error.ts'
import type { SentDelivery } from '../deliveries/delivery.ts'
import type { DeliveryWorker } from '../deliveries/delivery-worker.ts'
import { DELIVER } from '../deliveries/enqueue.ts'
import type { Lanes } from '../deliveries/lanes.ts'
import type { Journal } from '../journal/journal.ts'
import type { Transition } from '../simulator/state-graph.ts'
import { StoreUnavailable } from '../store/shared-store.ts'
import type { Job, Store } from '../store/store.ts'
import { StoreFailure } from '../store/store-errors.ts'
import { type Clock, type Instant, othersTurn, type Wall } from './clock.ts'
import { receiversAreAwaited, type Turns } from './turns.ts'
import type { UnitOfWork, UnitsOfWork } from './unit-of-work.ts'
import type { Waiters } from './waiters.ts'

/** What an advance did, in the order in which it happened. */
export interface Advanced {
  now: string
  transitions: Transition[]
  deliveries: SentDelivery[]
}

export interface SchedulerDeps {
  wall: Wall
  clock: Clock
  store: Pick<Store, 'transaction' | 'jobs' | 'shared'>
  units: Pick<UnitsOfWork, 'run' | 'look'>
  lanes: Lanes
  turns: Turns
  waiters: Pick<Waiters, 'next' | 'signalReached'>
  journal: Pick<Journal, 'note'>
  /** Runs a job that changes the store, inside a unit of work. */
  runJob: (job: Job) => Promise<void>
  /** Makes an attempt to send a message, outside of any unit of work, since receivers may call back. */
  deliver: DeliveryWorker['deliver']
  /** True in a replay: nothing runs by itself. */
  driven: boolean
  reportDefect: (error: unknown) => void
}

export interface Scheduler {
  /** Looks for due work soon, in the background. */
  wake(): void
  /**
   * Moves the clock to an instant and runs everything that becomes due until then, in order of due time. `target` is called
   * in a unit of work when this advance begins, so that two concurrent advances of an hour make two hours.
   */
  advance(target: () => Instant): Promise<Advanced>
  /** Whether an advance moves the clock at the moment, in this process. */
  advances(): boolean
  /** Runs something while no other work runs, in no process, such as a change of the clock or a reset. */
  exclusive<R>(work: () => Promise<R>): Promise<R>
  /** Sends claimed messages now, before all queued ones; resolves when their receivers have answered. */
  sendAhead(jobs: readonly Job[]): Promise<void>
  /** Resolves when nothing is due and nothing is being sent. */
  settled(): Promise<void>
  /** Reports a stored unit of work to the advance in progress. */
  observe(unit: Pick<UnitOfWork, 'transitions' | 'addedJobs'>): void
  /** Runs jobs as one unit of work, by their numbers, for a replay. */
  redo(jobs: readonly number[]): Promise<void>
  /** Ends the advance in progress at once, and all later ones, with an error for their callers: for a server that is closing. */
  interrupt(): void
  /** Waits for the messages that are being sent; the queued ones are sent after the next start. */
  stop(): Promise<void>
}

/** Jobs in one unit of work. Other requests run between units: with larger units they wait longer. */
const BATCH = 100

/** How long to wait for news of another process before its claims are looked at again, in milliseconds. */
const OTHERS_PATIENCE = 500

/**
 * How often an advance does only work that requests caused while it ran, before it goes on. Receivers that call back see what
 * their calls caused; but an advance must end, however many requests come in.
 */
const OTHERS_ROUNDS = 100

/** What happens during an advance. Messages are in the order in which they were sent, whichever receiver answers first. */
interface Observed {
  transitions: Transition[]
  flights: Promise<SentDelivery | undefined>[]
  /** Jobs from this number on were added while it ran. */
  firstAdded: number
  /** Those of them that its own work has added. */
  own: Set<number>
}

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { wall, clock, store, units, lanes, turns, waiters, journal, runJob, deliver, driven, reportDefect } =
    deps
  const { shared } = store
  let observed: Observed | undefined
  let disarm = () => {}
  let looking = false
  /** Messages whose outcome could not be stored, since the store failed. */
  const unfinished: { job: Job; wanted: () => boolean }[] = []
  let givingBack = false
  let advancing = false
  let stopped = false
  let interrupted = false

  /** Runs work that somebody asks for, while no other runs in this process or in those that share the store. */
  async function exclusively<R>(work: () => Promise<R>, sends: boolean): Promise<R> {
    if (!shared) return turns.ask(work, sends)
    if (await units.look(async () => shared.isHeldByOther() && (await shared.claimsOfOthers()) > 0)) {
      throw receiversAreAwaited()
    }
    return turns.ask(() => shared.exclusive(work), sends)
  }

  async function runTogether(jobs: readonly Job[]): Promise<void> {
    await units.run(async (unit) => {
      journal.note({ kind: 'work', jobs: jobs.map(({ id }) => id) }, unit.at)
      // A job may cancel a later one.
      for (const job of jobs) {
        if (await store.jobs.remove(job.id)) await runJob(job)
        await unit.giveWay()
      }
      if (observed && jobs.some(isOwn)) for (const id of unit.addedJobs) observed.own.add(id)
    })
  }

  /** Whether the advance in progress must run a job: it was there when that began, or is caused by such jobs. */
  function isOwn({ id }: Job): boolean {
    return observed !== undefined && (id < observed.firstAdded || observed.own.has(id))
  }

  async function runChanges(jobs: readonly Job[]): Promise<void> {
    try {
      await runTogether(jobs)
    } catch (error) {
      // It stays due, and is done when the store works again.
      if (error instanceof StoreUnavailable || error instanceof StoreFailure) throw error
      if (jobs.length > 1) {
        for (const job of jobs) await runChanges([job])
        return
      }
      // A failed job must not be repeated for ever.
      await store.transaction(async () => {
        for (const job of jobs) await store.jobs.remove(job.id)
      })
      reportDefect(error)
    }
  }

  async function claim(jobs: readonly Job[]): Promise<Job[]> {
    return store.transaction(async () => {
      const ours: Job[] = []
      for (const job of jobs) if (await store.jobs.claim(job.id)) ours.push(job)
      return ours
    })
  }

  async function deliverOrKeep(job: Job, wanted: () => boolean): Promise<SentDelivery | undefined> {
    try {
      return await deliver(job, wanted)
    } catch (error) {
      unfinished.push({ job, wanted })
      throw error
    }
  }

  /** Makes due again what could not be stored. It waits for no other work, since an advance elsewhere may wait for it. */
  async function giveBack(): Promise<void> {
    if (givingBack || unfinished.length === 0) return
    givingBack = true
    try {
      while (unfinished.length > 0) {
        const [first] = unfinished
        // After a reset, its number is that of another job.
        if (first?.wanted()) await store.transaction(() => store.jobs.postpone(first.job.id, first.job.due))
        unfinished.shift()
      }
    } finally {
      givingBack = false
    }
    wake()
  }

  function send(job: Job, lane: string): Promise<SentDelivery | undefined> {
    const flight = lanes.enter(lane, (wanted) => deliverOrKeep(job, wanted))
    observed?.flights.push(flight)
    return flight
  }

  /** What is due at the current instant, in a transaction, so that jobs that may still be undone are not seen. */
  function due(): Promise<Job[]> {
    return units.look(async () => {
      // Another process advances the clock, and runs what becomes due.
      if (shared?.isHeldByOther()) return []
      return store.jobs.earliest(clock.now(), BATCH)
    })
  }

  /** Runs what is due at the current instant; returns it. */
  async function runDue(): Promise<readonly Job[]> {
    const jobs = await due()
    if (jobs.length === 0) return jobs
    const changes = jobs.filter(({ kind }) => kind !== DELIVER)
    if (changes.length > 0) await runChanges(changes)
    if (changes.length === jobs.length) return jobs
    const messages = jobs.filter(({ kind }) => kind === DELIVER)
    for (const job of await claim(messages)) void send(job, `${job.simulator}/${job.subject}`)
    return jobs
  }

  /** The next instant with a job or a waiter; one that is later than `after`, if that is given. */
  async function nextDue(after?: Instant): Promise<Instant | undefined> {
    const job = await units.look(() => store.jobs.nextDue(after))
    const waiter = waiters.next()
    return job === undefined || waiter === undefined ? (job ?? waiter) : Math.min(job, waiter)
  }

  async function arm(): Promise<void> {
    disarm()
    if (stopped || driven) return
    const due = await nextDue()
    if (due !== undefined) disarm = clock.when(due, wake, waiters.next() !== undefined)
  }

  function wake(): void {
    if (stopped || driven) return
    // If the store is away, it wakes when that is back.
    giveBack().catch(reportDefect)
    if (looking) return
    looking = true
    setImmediate(() => {
      turns
        .run(async () => {
          looking = false
          if (stopped) return
          // One after the other, since an advance may wait for its turn.
          if ((await runDue()).length > 0 || (await waiters.signalReached())) wake()
          else await arm()
        })
        .catch(reportDefect)
    })
  }

  /** Whether another process that shares the store is sending messages. */
  const othersSend = async () => shared !== undefined && (await shared.claimsOfOthers()) > 0

  /** Resolves when another process has changed something, or after a while: it may have ended. */
  function nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const changed = () => {
        forget?.()
        cancel()
        resolve()
      }
      const forget = shared?.onChange(changed)
      const cancel = wall.after(OTHERS_PATIENCE, changed, true)
    })
  }

  /** Runs everything that becomes due until an instant, and moves the clock from one due time to the next. */
  async function runUntil(to: Instant): Promise<void> {
    let rounds = 0
    for (;;) {
      if (interrupted) {
        throw new UsageError(`Tvilling is stopping: the clock was moved to ${clock.iso()} only.`, 409)
      }
      const jobs = rounds < OTHERS_ROUNDS ? await runDue() : []
      if (jobs.length > 0) {
        rounds = jobs.some(isOwn) ? 0 : rounds + 1
        await othersTurn()
      } else if (rounds < OTHERS_ROUNDS && !lanes.areEmpty()) {
        rounds += 1
        await turns.awaitReceivers(lanes.arrived, true)
      } else if (await othersSend()) await nextChange()
      else if (!(await waiters.signalReached())) {
        if (!lanes.areEmpty()) await turns.awaitReceivers(lanes.arrived, true)
        const due = await nextDue(rounds < OTHERS_ROUNDS ? undefined : clock.now())
        if (due === undefined || due > to) break
        rounds = 0
        clock.hold(due)
      }
    }
    clock.hold(to)
  }

  /** Stores where the clock stands, for a restart and for other processes. */
  const save = () => units.run(async () => {})

  /** Moves the clock while `advancing`, in which no other process moves it. */
  async function moveTo(target: () => Instant): Promise<void> {
    try {
      const to = await units.run(async () => {
        const wanted = target()
        if (observed && shared) observed.firstAdded = shared.lastJob() + 1
        advancing = true
        clock.hold(clock.now())
        return wanted
      })
      await runUntil(to)
    } finally {
      if (advancing) {
        clock.release()
        await save().finally(() => {
          advancing = false
        })
      }
    }
  }

  return {
    wake,
    advances: () => advancing,

    advance(target) {
      return exclusively(async () => {
        const seen: Observed = {
          transitions: [],
          flights: [],
          firstAdded: Number.POSITIVE_INFINITY,
          own: new Set(),
        }
        observed = seen
        try {
          await moveTo(target)
        } finally {
          observed = undefined
        }
        await arm()
        const sent = await turns.awaitReceivers(() => Promise.all(seen.flights), true)
        return {
          now: clock.iso(),
          transitions: seen.transitions,
          deliveries: sent.filter((delivery) => delivery !== undefined),
        }
      }, true)
    },

    exclusive: (work) =>
      exclusively(async () => {
        const result = await work()
        await arm()
        return result
      }, false),

    async sendAhead(jobs) {
      if (driven) return
      await turns.awaitReceivers(async () => {
        for (const job of jobs) await send(job, `ahead/${job.id}`)
      }, false)
    },

    async settled() {
      if (driven) return
      const first = turns.ask(runDue, true)
      // From here on, whoever is called by a receiver must not wait for it.
      await turns.awaitReceivers(async () => {
        let ran = await first
        for (;;) {
          if (ran.length > 0) await othersTurn()
          else if (!lanes.areEmpty()) await lanes.arrived()
          else if (await othersSend()) await nextChange()
          else return
          ran = await turns.run(runDue)
        }
      }, false)
    },

    observe({ transitions, addedJobs }) {
      if (!observed) return
      for (const transition of transitions) observed.transitions.push(transition)
      for (const id of addedJobs) {
        if (!observed.own.has(id)) observed.firstAdded = Math.min(observed.firstAdded, id)
      }
    },

    async redo(ids) {
      const found = await units.look(() => Promise.all(ids.map((id) => store.jobs.get(id))))
      const jobs = found.filter((job) => job !== undefined)
      try {
        await runTogether(jobs)
      } catch (error) {
        // If a unit of several jobs failed, each of them then ran alone: the next events are those of the single jobs.
        const [first, second] = jobs
        if (!first || second) return
        await store.transaction(() => store.jobs.remove(first.id))
        reportDefect(error)
      }
    },

    interrupt() {
      interrupted = true
    },

    async stop() {
      stopped = true
      lanes.stop()
      disarm()
      await turns.run(() => turns.awaitReceivers(lanes.arrived, true))
    },
  }
}
