/** Events besides exchanges: what control did, work that fell due, attempts to deliver messages. */
import type { Attempt, Delivery } from '../deliveries/delivery.ts'
import { toIso } from '../harness/clock.ts'

export type LogEventDetails =
  /** A call of `Control` that changed something, such as `people.change`. */
  | { kind: 'control'; action: string; input: readonly unknown[] }
  /** Jobs that ran together, by their numbers. */
  | { kind: 'work'; jobs: readonly number[] }
  /** An attempt to deliver, and the state of the delivery after it. */
  | {
      kind: 'attempt'
      job: number
      delivery: string
      attempt: Attempt | undefined
      state: Delivery['state']
      nextAttemptAt: string | undefined
      /** How many further messages it queued. */
      queuedJobs: number
    }

/** An event with its place among all exchanges and events. */
export type LogEvent = LogEventDetails & { turn: number; at: number }

/** A call of control, as a test sees it. */
export interface Action {
  at: string
  /** Such as `clock.advance`. */
  action: string
  input: readonly unknown[]
}

/** Size in bytes, roughly. */
export function sizeOfLogEvent(event: LogEventDetails): number {
  if (event.kind === 'work') return 50 + 8 * event.jobs.length
  if (event.kind === 'attempt') return 600
  return 100 + JSON.stringify(event.input).length
}

/** What control did, as a test sees it. */
export function actionsAmong(events: readonly LogEvent[]): Action[] {
  return events.flatMap((event) =>
    event.kind === 'control' ? [{ at: toIso(event.at), action: event.action, input: event.input }] : [],
  )
}
