/** Runs what is due at the current instant: changes of the store together, messages each in its lane. */
import type { SentDelivery } from '../deliveries/delivery.ts'
import type { DeliveryWorker } from '../deliveries/delivery-worker.ts'
import { DELIVER } from '../deliveries/enqueue.ts'
import type { Lanes } from '../deliveries/lanes.ts'
import type { Journal } from '../journal/journal.ts'
import { StoreUnavailable } from '../store/shared-store.ts'
import type { Job, Store } from '../store/store.ts'
import { StoreFailure } from '../store/store-errors.ts'
import type { Clock } from './clock.ts'
import type { ObservedAdvance } from './observed-advance.ts'
import type { UnitsOfWork } from './unit-of-work.ts'

export interface DueWorkDeps {
  clock: Pick<Clock, 'now'>
  store: Pick<Store, 'transaction' | 'jobs' | 'shared'>
  units: Pick<UnitsOfWork, 'run' | 'look'>
  lanes: Pick<Lanes, 'enter'>
  journal: Pick<Journal, 'note'>
  /** Runs a job that changes the store, inside a unit of work. */
  runJob: (job: Job) => Promise<void>
  /** Makes an attempt to send a message, outside of any unit of work, since receivers may call back. */
  deliver: DeliveryWorker['deliver']
  reportDefect: (error: unknown) => void
  /** The advance in progress, if there is one. */
  observed: () => ObservedAdvance | undefined
  /** Called when work that could not be stored is due again. */
  givenBack: () => void
}

export interface DueWork {
  /** Runs what is due at the current instant; returns it. */
  run(): Promise<readonly Job[]>
  /** Sends the message of a claimed job. */
  send(job: Job, lane: string): Promise<SentDelivery | undefined>
  /** Makes due again what could not be stored. It waits for no other work, since an advance elsewhere may wait for it. */
  giveBack(): Promise<void>
  /** Runs jobs as one unit of work, by their numbers, for a replay. */
  redo(jobs: readonly number[]): Promise<void>
}

/** Jobs in one unit of work. Other requests run between units: with larger units they wait longer. */
const BATCH = 100

export function createDueWork(deps: DueWorkDeps): DueWork {
  const { clock, store, units, lanes, journal, runJob, deliver, reportDefect, observed, givenBack } = deps
  const { shared } = store
  /** Messages whose outcome could not be stored, since the store failed. */
  const unfinished: { job: Job; wanted: () => boolean }[] = []
  let givingBack = false

  async function runTogether(jobs: readonly Job[]): Promise<void> {
    await units.run(async (unit) => {
      journal.note({ kind: 'work', jobs: jobs.map(({ id }) => id) }, unit.at)
      // A job may cancel a later one.
      for (const job of jobs) {
        if (await store.jobs.remove(job.id)) await runJob(job)
        await unit.giveWay()
      }
      observed()?.ran(jobs, unit)
    })
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
    givenBack()
  }

  function send(job: Job, lane: string): Promise<SentDelivery | undefined> {
    const flight = lanes.enter(lane, (wanted) => deliverOrKeep(job, wanted))
    observed()?.flights.push(flight)
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
  async function run(): Promise<readonly Job[]> {
    const jobs = await due()
    if (jobs.length === 0) return jobs
    const changes = jobs.filter(({ kind }) => kind !== DELIVER)
    if (changes.length > 0) await runChanges(changes)
    if (changes.length === jobs.length) return jobs
    const messages = jobs.filter(({ kind }) => kind === DELIVER)
    for (const job of await claim(messages)) void send(job, `${job.simulator}/${job.subject}`)
    return jobs
  }

  return {
    run,
    send,
    giveBack,

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
  }
}
