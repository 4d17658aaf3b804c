/** What took place besides exchanges: what control did, the work that fell due, the messages that were sent. */
import type { Attempt, Delivery } from '../deliveries/delivery.ts'

export type LogEventDetails =
  /** A call of `Control` that changed something, by its name, such as `people.change`. */
  | { kind: 'control'; action: string; input: readonly unknown[] }
  /** Work that was done together, by the numbers of its jobs. */
  | { kind: 'work'; jobs: readonly number[] }
  /** How a receiver answered, and how the delivery stood after that. */
  | {
      kind: 'attempt'
      job: number
      delivery: string
      attempt: Attempt | undefined
      state: Delivery['state']
      nextAttemptAt: string | undefined
      /** How many messages were put in line by it. */
      queuedJobs: number
    }

/** An event in the order of all that took place, exchanges among it. */
export type LogEvent = LogEventDetails & { turn: number; at: number }

/** What control did, as a test sees it. */
export interface Action {
  at: string
  /** Such as `clock.advance`. */
  action: string
  input: readonly unknown[]
}

/** Roughly, in bytes. */
export function sizeOfLogEvent(event: LogEventDetails): number {
  if (event.kind === 'work') return 50 + 8 * event.jobs.length
  if (event.kind === 'attempt') return 600
  return 100 + JSON.stringify(event.input).length
}
