/** The one place where a webhook message gets the job that sends it. */
import { type Instant, toIso } from '../harness/clock.ts'
import type { Job, Store } from '../store/store.ts'
import type { Delivery } from './delivery.ts'
import { deliveryStoreOf } from './delivery-store.ts'

/** Kind of the jobs that send a webhook message. All other jobs only change the store. */
export const DELIVER = 'deliver'

/** A message with the job that sends it. */
export interface QueuedDelivery {
  delivery: Delivery
  job: Job
}

/** The subject of a webhook's jobs, by which they can be cancelled. */
export const subjectOf = (subscription: string) => `webhook:${subscription}`

/** Stores a message as pending and queues its next attempt. Call it inside a unit of work. */
export async function enqueue(
  store: Pick<Store, 'collection' | 'jobs'>,
  { held, ...free }: Delivery,
  due: Instant,
): Promise<QueuedDelivery> {
  const delivery: Delivery = { ...free, state: 'PENDING', nextAttemptAt: toIso(due) }
  await deliveryStoreOf(store).put(delivery)
  const job = {
    due,
    simulator: delivery.simulator,
    kind: DELIVER,
    subject: subjectOf(delivery.subscription),
    payload: { delivery: delivery.id },
  }
  return { delivery, job: { ...job, id: await store.jobs.add(job) } }
}
