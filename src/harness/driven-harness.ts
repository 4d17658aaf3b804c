/** A harness for a replay, in which nothing happens by itself. */
import { deliveryStoreOf } from '../deliveries/delivery-store.ts'
import type { LogEvent } from '../journal/log-event.ts'
import { assembleHarness } from './assemble-harness.ts'
import type { Instant } from './clock.ts'
import { harnessOf } from './create-harness.ts'
import type { Harness, HarnessOptions } from './harness.ts'

export interface DrivenHarness {
  harness: Harness
  /** Sets the clock, which stands still. */
  setClock(at: Instant): void
  /** Runs jobs as one unit of work, by their numbers. */
  work(jobs: readonly number[]): Promise<void>
  /** Stores the answer of a receiver. */
  attempted(event: LogEvent & { kind: 'attempt' }): Promise<void>
}

/** As `createHarness`, but time does not pass and due work does not run by itself, and no message is sent. */
export async function createDrivenHarness(options: HarnessOptions): Promise<DrivenHarness> {
  const parts = await assembleHarness({ ...options, clock: { mode: 'manual' } }, true)
  const { clock, wall, store, units, scheduler } = parts
  await units.run(async () => {})

  return {
    harness: harnessOf(parts),
    setClock: (at) => clock.restart({ mode: 'manual', factor: 1, virtual: at, wall: wall.now() }),
    work: scheduler.redo,

    attempted: ({ job, delivery: id, attempt, state, nextAttemptAt, queuedJobs }) =>
      units.run(async () => {
        const deliveries = deliveryStoreOf(store)
        const delivery = await deliveries.get(id)
        if (!delivery) return
        const attempts = attempt ? [...delivery.attempts, attempt] : delivery.attempts
        const next = nextAttemptAt && Date.parse(nextAttemptAt)
        await (next ? store.jobs.postpone(job, next) : store.jobs.remove(job))
        await deliveries.put({ ...delivery, attempts, state, nextAttemptAt })
        // The released messages had jobs: all later jobs must get the same numbers as in the recorded run.
        for (let count = 0; count < queuedJobs; count += 1) {
          const idle = { due: 0, simulator: delivery.simulator, kind: 'idle', subject: '', payload: null }
          await store.jobs.remove(await store.jobs.add(idle))
        }
      }),
  }
}
