/** Sends webhook messages to their receivers, one job after the other, and stores the outcome of each attempt. */
import type { DeliveryFault, Faults, MatchedFault } from '../faults/faults.ts'
import { type Clock, toIso, type Wall } from '../harness/clock.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import type { Journal } from '../journal/journal.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import type { Job, Store } from '../store/store.ts'
import { begun } from './begun-attempt.ts'
import type { Delivery, ObservedAttempt, SentDelivery } from './delivery.ts'
import type { DeliveryBound } from './delivery-bound.ts'
import { attemptWith, disturbing, heldBack, isAhead } from './delivery-faults.ts'
import { deliveryStoreOf, heldBesides, isTooEarly } from './delivery-store.ts'
import { enqueue, type QueuedDelivery } from './enqueue.ts'

export interface DeliveryWorkerDeps {
  store: Pick<Store, 'collection' | 'jobs'>
  clock: Pick<Clock, 'now'>
  units: Pick<UnitsOfWork, 'run'>
  faults: Pick<Faults, 'list' | 'matchDelivery'>
  journal: Pick<Journal, 'note'>
  simulatorOf: (job: Job) => Pick<RunningSimulator, 'name' | 'definition' | 'settings'>
  /** Sends these before all other queued messages. */
  sendAhead: (jobs: readonly Job[]) => Promise<void>
  send: typeof fetch
  allow: (url: URL) => boolean
  wall: Pick<Wall, 'now'>
  /** Called after each attempt. It must not throw. */
  onAttempt: (attempt: ObservedAttempt) => void
  /** Drops old deliveries. */
  bound: DeliveryBound
}

export interface DeliveryWorker {
  /** Takes the messages out of the queue that must arrive before the answer to their request. */
  takeAhead(queued: readonly QueuedDelivery[]): Promise<Job[]>
  /**
   * Makes one attempt, outside of any unit of work, since receivers may call back. Nothing is written if it is no longer
   * `wanted`.
   * @returns `undefined` if there is nothing to send, or not yet.
   */
  deliver(job: Job, wanted: () => boolean): Promise<SentDelivery | undefined>
}

export function createDeliveryWorker(deps: DeliveryWorkerDeps): DeliveryWorker {
  const { store, clock, units, faults, journal, simulatorOf, sendAhead, send, allow, bound } = deps
  const { wall, onAttempt } = deps
  const deliveries = deliveryStoreOf(store)

  /** The message of a job, marked as begun, with the fault that disturbs this attempt. A job that is out of date, after a redelivery or the end of its webhook, is removed. */
  function deliveryOf(
    job: Job,
    wanted: () => boolean,
  ): Promise<{ delivery: Delivery; fault: MatchedFault<DeliveryFault> | undefined } | undefined> {
    const { delivery: id } = job.payload as { delivery: string }
    return units.run(async ({ at }) => {
      if (!wanted()) return undefined
      const delivery = await deliveries.get(id)
      if (delivery?.state === 'PENDING' && delivery.nextAttemptAt === toIso(job.due)) {
        if (await isHeldBack(job, delivery)) return undefined
        await deliveries.put(begun(delivery, at))
        return { delivery, fault: disturbing(delivery, faults) }
      }
      await store.jobs.remove(job.id)
      return undefined
    })
  }

  /** Whether a message waits: postponed to a time by a fault, or held until another message was sent. */
  async function isHeldBack(job: Job, delivery: Delivery): Promise<boolean> {
    if (await isTooEarly(deliveries, delivery)) {
      await store.jobs.remove(job.id)
      await deliveries.put({ ...delivery, held: true, nextAttemptAt: undefined })
      return true
    }
    if (faults.list().length === 0) return false
    const { rows } = await heldBesides(deliveries, delivery, 1)
    const held = heldBack(delivery, faults, clock.now(), rows.length > 0)
    if (!held) return false
    const { nextAttemptAt: next } = held
    await (next ? store.jobs.postpone(job.id, Date.parse(next)) : store.jobs.remove(job.id))
    await deliveries.put(held)
    return true
  }

  /** Queues the messages that waited for this one, before all other messages of the webhook. */
  async function releaseAfter(delivery: Delivery): Promise<Job[]> {
    const released: Job[] = []
    const { rows } = await heldBesides(deliveries, delivery, 100)
    for (const { doc } of rows) {
      if (doc.id !== delivery.id) released.push((await enqueue(store, doc, clock.now())).job)
    }
    for (const job of released) await store.jobs.claim(job.id)
    return released
  }

  return {
    async takeAhead(queued) {
      const ahead: Job[] = []
      for (const { delivery, job } of queued) {
        const noted = isAhead(delivery, faults)
        if (!noted) continue
        await deliveries.put(noted)
        await store.jobs.claim(job.id)
        ahead.push(job)
      }
      return ahead
    },

    async deliver(job, wanted) {
      const { definition, settings, name } = simulatorOf(job)
      const due = await deliveryOf(job, wanted)
      if (!due) return undefined
      const { delivery, fault } = due
      if (!definition.webhooks) throw new Error(`${name} does not say how it sends webhooks.`)
      const at = clock.now()
      const sending = { protocol: definition.webhooks, settings, now: at, send, allow }
      const began = wall.now()
      let attempted = await attemptWith(delivery, fault, sending)
      const ended = wall.now()
      if (!wanted()) return undefined
      const released = await units.run(async (unit) => {
        if (!wanted()) return []
        // The webhook, and the job with it, may have been deleted while the message was being sent.
        const { nextAttemptAt: next } = attempted
        const kept = await (next ? store.jobs.postpone(job.id, Date.parse(next)) : store.jobs.remove(job.id))
        if (next && !kept) attempted = { ...attempted, state: 'DROPPED', nextAttemptAt: undefined }
        await deliveries.put(attempted)
        await bound.attempted()
        const jobs = await releaseAfter(attempted)
        const { id, state, nextAttemptAt, attempts } = attempted
        const attempt = attempts.at(-1)
        const event = { job: job.id, delivery: id, attempt, queuedJobs: jobs.length, state, nextAttemptAt }
        journal.note({ kind: 'attempt', ...event }, unit.at)
        return jobs
      })
      await sendAhead(released)
      const made = attempted.attempts.at(-1)
      const last = made?.steps.at(-1)
      const sent: SentDelivery = {
        at: toIso(at),
        id: delivery.id,
        simulator: name,
        event: delivery.event,
        url: delivery.url,
        attempt: attempted.attempts.length,
        state: attempted.state,
        status: last?.status,
        error: last?.error,
      }
      onAttempt({ ...sent, outcome: made?.outcome ?? 'unknown', trace: delivery.trace, began, ended })
      return sent
    },
  }
}
