/** Runs jobs when the clock reaches their due time. The store holds the jobs. */
import { UsageError } from '../control/usage-error.ts'
import type { SentDelivery } from '../deliveries/delivery.ts'
import type { Lanes } from '../deliveries/lanes.ts'
import type { Transition } from '../simulator/state-graph.ts'
import type { Job } from '../store/store.ts'
import { type Clock, type Instant, othersTurn, type Wall } from './clock.ts'
import { createDueWork, type DueWorkDeps } from './due-work.ts'
import { createObservedAdvance, type ObservedAdvance } from './observed-advance.ts'
import { receiversAreAwaited, type Turns } from './turns.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import type { Waiters } from './waiters.ts'

/** What an advance did, in the order in which it happened. */
export interface Advanced {
  now: string
  transitions: Transition[]
  deliveries: SentDelivery[]
}

export interface SchedulerDeps extends Omit<DueWorkDeps, 'observed' | 'givenBack'> {
  wall: Wall
  clock: Clock
  lanes: Lanes
  turns: Turns
  waiters: Pick<Waiters, 'next' | 'signalReached'>
  /** True in a replay: nothing runs by itself. */
  driven: boolean
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

/** How long to wait for news of another process before its claims are looked at again, in milliseconds. */
const OTHERS_PATIENCE = 500

/**
 * How often an advance does only work that requests caused while it ran, before it goes on. Receivers that call back see what
 * their calls caused; but an advance must end, however many requests come in.
 */
const OTHERS_ROUNDS = 100

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { wall, clock, store, units, lanes, turns, waiters, driven, reportDefect } = deps
  const { shared } = store
  let observed: ObservedAdvance | undefined
  let disarm = () => {}
  let looking = false
  let advancing = false
  let stopped = false
  let interrupted = false
  const work = createDueWork({ ...deps, observed: () => observed, givenBack: wake })

  /** Whether another process that shares the store is sending messages. */
  const othersSend = async () => shared !== undefined && (await shared.claimsOfOthers()) > 0

  /** Runs work that somebody asks for, while no other runs in this process or in those that share the store. */
  async function exclusively<R>(work: () => Promise<R>, sends: boolean): Promise<R> {
    if (!shared) return turns.ask(work, sends)
    if (await units.look(async () => shared.isHeldByOther() && othersSend())) {
      throw receiversAreAwaited()
    }
    return turns.ask(() => shared.exclusive(work), sends)
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
    work.giveBack().catch(reportDefect)
    if (looking) return
    looking = true
    setImmediate(() => {
      turns
        .run(async () => {
          looking = false
          if (stopped) return
          // One after the other, since an advance may wait for its turn.
          if ((await work.run()).length > 0 || (await waiters.signalReached())) wake()
          else await arm()
        })
        .catch(reportDefect)
    })
  }

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
      const jobs = rounds < OTHERS_ROUNDS ? await work.run() : []
      if (jobs.length > 0) {
        rounds = jobs.some((job) => observed?.isOwn(job)) ? 0 : rounds + 1
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
        if (shared) observed?.begin(shared.lastJob())
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
        const seen = createObservedAdvance()
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
        for (const job of jobs) await work.send(job, `ahead/${job.id}`)
      }, false)
    },

    async settled() {
      if (driven) return
      const first = turns.ask(work.run, true)
      // From here on, whoever is called by a receiver must not wait for it.
      await turns.awaitReceivers(async () => {
        let ran = await first
        for (;;) {
          if (ran.length > 0) await othersTurn()
          else if (!lanes.areEmpty()) await lanes.arrived()
          else if (await othersSend()) await nextChange()
          else return
          ran = await turns.run(work.run)
        }
      }, false)
    },

    observe: (unit) => observed?.observe(unit),
    redo: work.redo,

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
