/** Runs work when the clock reaches its due time. The work itself lies in the store. */
import type { Clock, Instant } from './clock.ts'
import { createQueue } from './queue.ts'
import type { Job, Store } from './store/store.ts'

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

export interface SchedulerParts {
  clock: Clock
  store: Store
  /** Runs a job inside a transaction that the scheduler opened. */
  change: (job: Job) => Promise<void>
  /** Sends a message, outside of any transaction: receivers may call back. */
  deliver: (job: Job) => Promise<SentDelivery | undefined>
  /** Wraps work in a transaction. */
  write: <R>(work: () => Promise<R>) => Promise<R>
  /** Hears of work that threw. */
  defect: (error: unknown) => void
}

export interface Scheduler {
  /** Looks for due work soon, in the background. */
  wake(): void
  /** Moves the clock to an instant, running everything that falls due on the way, in order of due time. */
  advance(to: Instant): Promise<Advanced>
  /** Runs something while no other work is under way: a change of the clock, a reset. */
  exclusive<R>(work: () => Promise<R>): Promise<R>
  /** Resolves when nothing is due and nothing is being sent. */
  settled(): Promise<void>
  /** Notes a transition for whoever is advancing. */
  observe(transition: Transition): void
  stop(): Promise<void>
}

const BATCH = 500

export function createScheduler(parts: SchedulerParts): Scheduler {
  const { clock, store, change, deliver, write, defect } = parts
  const alone = createQueue()
  /** Ends of the messages being sent, by webhook: messages for one webhook go one after the other. */
  const lanes = new Map<string, Promise<void>>()
  let report: Advanced | undefined
  let disarm = () => {}
  let looking = false
  let stopped = false

  async function runBatch(jobs: readonly Job[]): Promise<void> {
    const changes = jobs.filter(({ kind }) => kind !== DELIVER)
    if (changes.length > 0) await runChanges(changes)
    for (const job of jobs) {
      if (job.kind === DELIVER && (await store.jobs.claim(job.id))) launch(job)
    }
  }

  async function runChanges(jobs: readonly Job[]): Promise<void> {
    const seen = report?.transitions.length
    try {
      await write(async () => {
        // A job may cancel one that stands behind it.
        for (const job of jobs) if (await store.jobs.remove(job.id)) await change(job)
      })
    } catch (error) {
      if (report && seen !== undefined) report.transitions.length = seen
      if (jobs.length > 1) {
        for (const job of jobs) await runChanges([job])
        return
      }
      // Work that cannot be done must not be tried for ever.
      for (const job of jobs) await store.jobs.remove(job.id)
      defect(error)
    }
  }

  function launch(job: Job): void {
    const lane = `${job.simulator}/${job.subject}`
    const previous = lanes.get(lane) ?? Promise.resolve()
    const flight = previous.then(async () => {
      try {
        const sent = await deliver(job)
        if (sent) report?.deliveries.push(sent)
      } catch (error) {
        defect(error)
      }
    })
    lanes.set(lane, flight)
    void flight.then(() => {
      if (lanes.get(lane) === flight) lanes.delete(lane)
      wake()
    })
  }

  async function landed(): Promise<void> {
    await Promise.all(lanes.values())
  }

  /** Runs what is due at the present instant; true if there was anything. */
  async function runDue(): Promise<boolean> {
    const jobs = await store.jobs.earliest(clock.now(), BATCH)
    if (jobs.length > 0) await runBatch(jobs)
    return jobs.length > 0
  }

  async function arm(): Promise<void> {
    disarm()
    if (stopped) return
    const due = await store.jobs.nextDue()
    if (due !== undefined) disarm = clock.when(due, wake)
  }

  function wake(): void {
    if (looking || stopped) return
    looking = true
    setImmediate(() => {
      alone(async () => {
        looking = false
        if (stopped) return
        while (await runDue());
        await arm()
      }).catch(defect)
    })
  }

  async function advance(to: Instant): Promise<Advanced> {
    return alone(async () => {
      const observed: Advanced = { now: '', transitions: [], deliveries: [] }
      report = observed
      clock.hold(clock.now())
      try {
        for (;;) {
          if (await runDue()) continue
          if (lanes.size > 0) {
            await landed()
            continue
          }
          const due = await store.jobs.nextDue()
          if (due === undefined || due > to) break
          clock.hold(due)
        }
        clock.hold(to)
      } finally {
        clock.release()
        report = undefined
      }
      await arm()
      return { ...observed, now: clock.iso() }
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

    async settled() {
      for (;;) {
        await alone(async () => {
          while (await runDue());
        })
        if (lanes.size === 0) return
        await landed()
      }
    },

    observe(transition) {
      report?.transitions.push(transition)
    },

    async stop() {
      stopped = true
      disarm()
      await alone(landed)
    },
  }
}
