/** Runs work when the clock reaches its due time. The work itself lies in the store. */

import { createQueue } from '../store/queue.ts'
import type { Job, Store } from '../store/store.ts'
import type { Clock, Instant } from './clock.ts'

/** Kind of the jobs that send a webhook message; all others change the store and nothing else. */
export const DELIVER = 'deliver'

export interface Transition {
  at: string
  simulator: string
  collection: string
  key: string
  from: string
  to: string
}

export interface SentDelivery {
  at: string
  id: string
  simulator: string
  event: string
  url: string
  attempt: number
  state: string
  status: number | undefined
  error: string | undefined
}

/** What an advance did, in the order in which it happened. */
export interface Advanced {
  now: string
  transitions: Transition[]
  deliveries: SentDelivery[]
}

export interface SchedulerDeps {
  clock: Clock
  store: Store
  /** Runs a job inside a transaction that the scheduler opened. */
  change: (job: Job) => Promise<void>
  /**
   * Sends a message, outside of any transaction: receivers may call back. Once it is no longer `wanted`, nothing
   * may be written.
   */
  deliver: (job: Job, wanted: () => boolean) => Promise<SentDelivery | undefined>
  /** Wraps work in a transaction. */
  write: <R>(work: () => Promise<R>) => Promise<R>
  /** Hears, in its transaction, of changes that are begun. */
  begun: (jobs: readonly Job[]) => void
  /** In a replay nothing is done unless it is told to. */
  driven: boolean
  /** Hears of work that threw. */
  defect: (error: unknown) => void
}

export interface Scheduler {
  /** Looks for due work soon, in the background. */
  wake(): void
  /**
   * Moves the clock to an instant, running everything that falls due on the way, in order of due time. The target
   * is asked for when it is this advance's turn, so that two of an hour each make two hours.
   */
  advance(target: () => Instant): Promise<Advanced>
  /** Runs something while no other work is under way: a change of the clock, a reset. */
  exclusive<R>(work: () => Promise<R>): Promise<R>
  /**
   * Resolves when the clock has reached an instant, after all that falls due until then; with false when that
   * will not be, because everything was reset or is ending. Whoever advances goes on when those who waited for
   * the instant have been told, in the order in which they began to wait.
   */
  until(due: Instant): Promise<boolean>
  /** Sends claimed messages now, before any that stand in line; resolves when their receivers have answered. */
  sendAhead(jobs: readonly Job[]): Promise<void>
  /** Resolves when nothing is due and nothing is being sent. */
  settled(): Promise<void>
  /** Notes transitions that are stored for whoever is advancing. */
  observe(transitions: readonly Transition[]): void
  /** Does changes again that were done together, by the numbers of their jobs. */
  redo(jobs: readonly number[]): Promise<void>
  /** Lets go of the messages being sent: a reset does not wait for receivers, and they do not change it. */
  forget(): void
  /** Tells all who wait for an instant that it will not be, and whoever comes to wait from now on. */
  hangUp(): void
  /** Waits for the messages on their way; those that stand behind them are left to the next start. */
  stop(): Promise<void>
}

const BATCH = 500

interface Waiter {
  due: Instant
  tell(reached: boolean): void
}

/** What an advance sees happen. Messages stand in the order in which they were begun, whoever answers first. */
interface Report {
  transitions: Transition[]
  flights: Promise<SentDelivery | undefined>[]
}

export function createScheduler(parts: SchedulerDeps): Scheduler {
  const { clock, store, change, deliver, write, defect, driven } = parts
  const alone = createQueue()
  /** Ends of the messages being sent, by webhook: messages for one webhook go one after the other. */
  const lanes = new Map<string, Promise<unknown>>()
  /** Those who wait for an instant, the earliest first. */
  let waiters: Waiter[] = []
  let report: Report | undefined
  /** Counts up when all that is under way is forgotten. */
  let age = 0
  let disarm = () => {}
  let looking = false
  let stopped = false
  let hungUp = false

  async function runBatch(jobs: readonly Job[]): Promise<void> {
    const changes = jobs.filter(({ kind }) => kind !== DELIVER)
    if (changes.length > 0) await runChanges(changes)
    const messages = jobs.filter(({ kind }) => kind === DELIVER)
    for (const job of await claimed(messages)) launch(job)
  }

  async function claimed(jobs: readonly Job[]): Promise<Job[]> {
    if (jobs.length === 0) return []
    return store.transaction(async () => {
      const ours: Job[] = []
      for (const job of jobs) if (await store.jobs.claim(job.id)) ours.push(job)
      return ours
    })
  }

  async function changeAll(jobs: readonly Job[]): Promise<void> {
    await write(async () => {
      parts.begun(jobs)
      // A job may cancel one that stands behind it.
      for (const job of jobs) if (await store.jobs.remove(job.id)) await change(job)
    })
  }

  async function runChanges(jobs: readonly Job[]): Promise<void> {
    try {
      await changeAll(jobs)
    } catch (error) {
      if (jobs.length > 1) {
        for (const job of jobs) await runChanges([job])
        return
      }
      // Work that cannot be done must not be tried for ever.
      await store.transaction(async () => {
        for (const job of jobs) await store.jobs.remove(job.id)
      })
      defect(error)
    }
  }

  function launch(job: Job, lane = `${job.simulator}/${job.subject}`): Promise<unknown> {
    const previous = lanes.get(lane) ?? Promise.resolve()
    const born = age
    const wanted = () => age === born
    const flight = previous.then(async () => {
      if (stopped || !wanted()) return undefined
      try {
        return await deliver(job, wanted)
      } catch (error) {
        defect(error)
        return undefined
      }
    })
    report?.flights.push(flight)
    lanes.set(lane, flight)
    void flight.then(() => {
      if (lanes.get(lane) === flight) lanes.delete(lane)
      wake()
    })
    return flight
  }

  async function landed(): Promise<void> {
    await Promise.all(lanes.values())
  }

  /** Runs what is due at the present instant; true if there was anything. */
  async function runDue(): Promise<boolean> {
    // In a transaction, so that work which may still be undone is not seen.
    const jobs = await store.transaction(() => store.jobs.earliest(clock.now(), BATCH))
    if (jobs.length > 0) await runBatch(jobs)
    return jobs.length > 0
  }

  async function nextDue(): Promise<Instant | undefined> {
    const job = await store.transaction(store.jobs.nextDue)
    const waiter = waiters[0]?.due
    return job === undefined || waiter === undefined ? (job ?? waiter) : Math.min(job, waiter)
  }

  /** Tells the first who waits for an instant that is reached, and lets it go on; true if there was one. */
  async function tellWaiter(): Promise<boolean> {
    const [first] = waiters
    if (!first || first.due > clock.now()) return false
    waiters.shift()
    first.tell(true)
    await new Promise<void>((done) => setImmediate(done))
    return true
  }

  function tellAll(): void {
    const told = waiters
    waiters = []
    for (const { tell } of told) tell(false)
  }

  async function arm(): Promise<void> {
    disarm()
    if (stopped || driven) return
    const due = await nextDue()
    if (due !== undefined) disarm = clock.when(due, wake, waiters.length > 0)
  }

  function wake(): void {
    if (looking || stopped || driven) return
    looking = true
    setImmediate(() => {
      alone(async () => {
        looking = false
        if (stopped) return
        while ((await runDue()) || (await tellWaiter()));
        await arm()
      }).catch(defect)
    })
  }

  async function advance(target: () => Instant): Promise<Advanced> {
    return alone(async () => {
      const to = target()
      const observed: Report = { transitions: [], flights: [] }
      report = observed
      clock.hold(clock.now())
      try {
        for (;;) {
          if (await runDue()) continue
          if (lanes.size > 0) {
            await landed()
            continue
          }
          if (await tellWaiter()) continue
          const due = await nextDue()
          if (due === undefined || due > to) break
          clock.hold(due)
        }
        clock.hold(to)
      } finally {
        clock.release()
        report = undefined
      }
      await arm()
      const sent = await Promise.all(observed.flights)
      return {
        now: clock.iso(),
        transitions: observed.transitions,
        deliveries: sent.filter((delivery) => delivery !== undefined),
      }
    })
  }

  return {
    wake,
    advance,

    exclusive: (work) =>
      alone(async () => {
        const result = await work()
        await arm()
        return result
      }),

    until(due) {
      if (stopped || hungUp) return Promise.resolve(false)
      if (driven) return Promise.resolve(true)
      if (due <= clock.now()) return Promise.resolve(true)
      return new Promise((tell) => {
        const place = waiters.findIndex((other) => other.due > due)
        waiters.splice(place < 0 ? waiters.length : place, 0, { due, tell })
        wake()
      })
    },

    async sendAhead(jobs) {
      if (driven) return
      for (const job of jobs) await launch(job, `ahead/${job.id}`)
    },

    async settled() {
      while (!driven) {
        await alone(async () => {
          while (await runDue());
        })
        if (lanes.size === 0) return
        await landed()
      }
    },

    async redo(ids) {
      const found = await store.transaction(() => Promise.all(ids.map((id) => store.jobs.get(id))))
      const jobs = found.filter((job) => job !== undefined)
      try {
        await changeAll(jobs)
      } catch (error) {
        // Of many that fail, each was tried alone after that, and then given up: what was done then comes next.
        const [first, second] = jobs
        if (!first || second) return
        await store.transaction(() => store.jobs.remove(first.id))
        defect(error)
      }
    },

    observe(transitions) {
      report?.transitions.push(...transitions)
    },

    forget() {
      age += 1
      lanes.clear()
      tellAll()
    },

    hangUp() {
      hungUp = true
      tellAll()
    },

    async stop() {
      stopped = true
      tellAll()
      disarm()
      await alone(landed)
    },
  }
}
