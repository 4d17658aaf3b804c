/** Takes webhook messages to their receivers, one job after the other, and keeps the ledger of what became of them. */

import type { Faults } from '../faults/faults.ts'
import { type Clock, toIso } from '../harness/clock.ts'
import { DELIVER, type SentDelivery } from '../harness/scheduler.ts'
import type { Running } from '../harness/world.ts'
import type { Journal } from '../journal/journal.ts'
import type { Job, Store } from '../store/store.ts'
import { attemptWith, heldBack, isAhead } from './adversary.ts'
import { type Delivery, deliveryStoreOf, laneOf } from './delivery.ts'

/** A message with the job that sends it. */
export interface QueuedMessage {
  delivery: Delivery
  job: Job
}

export interface DeliveryWorkerDeps {
  store: Store
  clock: Pick<Clock, 'now'>
  /** The instant that a transaction sees. */
  present: Pick<Clock, 'now'>
  faults: Faults
  journal: Journal
  write: <R>(work: () => Promise<R>) => Promise<R>
  runningOf: (job: Job) => Running
  /** Sends before whatever else stands in line. */
  sendAhead: (jobs: readonly Job[]) => Promise<void>
  send: typeof fetch
  allow: (url: URL) => boolean
}

export interface DeliveryWorker {
  /** Takes those messages out of the line that shall arrive before the answer to their request. */
  takeAhead(messages: readonly QueuedMessage[]): Promise<Job[]>
  /** Makes one attempt; undefined when there is nothing to send any more, or not yet. */
  deliver(job: Job, wanted: () => boolean): Promise<SentDelivery | undefined>
}

export function createDeliveryWorker(parts: DeliveryWorkerDeps): DeliveryWorker {
  const { store, clock, present, faults, journal, write, runningOf, sendAhead, send, allow } = parts

  async function takeAhead(messages: readonly QueuedMessage[]): Promise<Job[]> {
    const ahead: Job[] = []
    for (const { delivery, job } of messages) {
      const noted = isAhead(delivery, faults)
      if (!noted) continue
      await deliveryStoreOf(store).put(noted)
      await store.jobs.claim(job.id)
      ahead.push(job)
    }
    return ahead
  }

  /** What a job shall send; a job that was overtaken, by a redelivery or the end of its webhook, is dropped. */
  function deliveryOf(job: Job, wanted: () => boolean): Promise<Delivery | undefined> {
    const { delivery: id } = job.payload as { delivery: string }
    return write(async () => {
      if (!wanted()) return undefined
      const delivery = await deliveryStoreOf(store).get(id)
      if (delivery?.state === 'PENDING' && delivery.nextAttemptAt === toIso(job.due)) {
        return (await holdsBack(job, delivery)) ? undefined : delivery
      }
      await store.jobs.remove(job.id)
      return undefined
    })
  }

  /** Whether a fault holds a message back; then it is put off until its time, or until another one was sent. */
  async function holdsBack(job: Job, delivery: Delivery): Promise<boolean> {
    if (faults.list().length === 0) return false
    const { rows } = await heldFor(delivery, 1)
    const held = heldBack(delivery, faults, clock.now(), rows.length > 0)
    if (!held) return false
    const { nextAttemptAt: next } = held
    await (next ? store.jobs.postpone(job.id, Date.parse(next)) : store.jobs.remove(job.id))
    await deliveryStoreOf(store).put(held)
    return true
  }

  function heldFor({ simulator, subscription }: Delivery, limit: number) {
    return deliveryStoreOf(store).page({ index: 'held', equals: `${simulator}/${subscription}`, limit })
  }

  /** Takes up those messages that waited for this one. */
  async function letGoAfter(delivery: Delivery): Promise<Job[]> {
    const freed: Job[] = []
    const { rows } = await heldFor(delivery, 100)
    for (const { doc } of rows) {
      if (doc.id === delivery.id) continue
      const { held, ...free } = doc
      const { simulator, subscription, id } = doc
      const due = clock.now()
      await deliveryStoreOf(store).put({ ...free, nextAttemptAt: toIso(due) })
      const subject = laneOf(subscription)
      const job = { due, simulator, kind: DELIVER, subject, payload: { delivery: id } }
      freed.push({ ...job, id: await store.jobs.add(job) })
    }
    // Whatever else stands in this webhook's line comes after them.
    for (const job of freed) await store.jobs.claim(job.id)
    return freed
  }

  async function deliver(job: Job, wanted: () => boolean): Promise<SentDelivery | undefined> {
    const { definition, settings, name } = runningOf(job)
    const delivery = await deliveryOf(job, wanted)
    if (!delivery) return undefined
    if (!definition.webhooks) throw new Error(`${name} does not say how it sends webhooks.`)
    const at = clock.now()
    let made = await attemptWith(delivery, faults, {
      protocol: definition.webhooks,
      settings,
      now: at,
      send,
      allow,
    })
    if (!wanted()) return undefined
    let freed: Job[] = []
    await write(async () => {
      if (!wanted()) return
      // The webhook may have been deleted, and the job with it, while the message was on its way.
      const { nextAttemptAt: next } = made
      const kept = await (next ? store.jobs.postpone(job.id, Date.parse(next)) : store.jobs.remove(job.id))
      if (next && !kept) made = { ...made, state: 'DROPPED', nextAttemptAt: undefined }
      await deliveryStoreOf(store).put(made)
      freed = await letGoAfter(made)
      const queuedJobs = freed.length
      const { state, nextAttemptAt } = made
      const { id: deliveryId } = delivery
      const answered = { job: job.id, delivery: deliveryId, attempt: made.attempts.at(-1), queuedJobs }
      journal.note({ kind: 'attempt', ...answered, state, nextAttemptAt }, present.now())
    })
    await sendAhead(freed)
    const last = made.attempts.at(-1)?.steps.at(-1)
    return {
      at: toIso(at),
      id: delivery.id,
      simulator: name,
      event: delivery.event,
      url: delivery.url,
      attempt: made.attempts.length,
      state: made.state,
      status: last?.status,
      error: last?.error,
    }
  }

  return { takeAhead, deliver }
}
