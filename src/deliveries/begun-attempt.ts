/**
 * The mark of an attempt that has begun. It is stored before the message goes out, and replaced by the attempt when that
 * has ended. If the process is killed meanwhile it stays: nobody knows whether the receiver got the message.
 */
import { type Instant, toIso } from '../harness/clock.ts'
import type { Attempt, Delivery } from './delivery.ts'

/** The message as it is stored while an attempt is under way. */
export function begun(delivery: Delivery, now: Instant): Delivery {
  const attempt: Attempt = { at: toIso(now), steps: [], outcome: 'unknown', ...repetition(delivery) }
  return { ...delivery, attempts: [...delivery.attempts, attempt] }
}

/** What marks the next attempt as one that may repeat the last one. */
export const repetition = ({ attempts }: Pick<Delivery, 'attempts'>): Pick<Attempt, 'mayRepeat'> =>
  attempts.at(-1)?.outcome === 'unknown' ? { mayRepeat: true } : {}
