/** Waits for instants of the clock: answers that a fault delays. */
import type { Clock, Instant } from './clock.ts'

export interface Waiters {
  /**
   * Resolves when the clock has reached an instant, after all work that is due until then. Resolves with false if that will
   * not happen, since the harness was reset or is closing. An advance signals the waiters of an instant in the order in
   * which they began to wait, and then continues.
   */
  until(due: Instant): Promise<boolean>
  /** The earliest instant with a waiter. */
  next(): Instant | undefined
  /** Signals the first waiter whose instant is reached, and lets it continue; true if there was one. */
  signalReached(): Promise<boolean>
  /** Resolves all waiters with false. */
  dismiss(): void
  /** As `dismiss`, for later waiters as well. */
  close(): void
}

interface Waiter {
  due: Instant
  signal(reached: boolean): void
}

export interface WaitersDeps {
  clock: Pick<Clock, 'now'>
  /** Called when a new waiter begins to wait. */
  waiting: () => void
  /** True in a replay: no time passes, so nothing waits. */
  driven: boolean
}

export function createWaiters({ clock, waiting, driven }: WaitersDeps): Waiters {
  /** Earliest first. */
  let waiters: Waiter[] = []
  let closed = false

  function dismiss(): void {
    const dismissed = waiters
    waiters = []
    for (const { signal } of dismissed) signal(false)
  }

  return {
    until(due) {
      if (closed) return Promise.resolve(false)
      if (driven || due <= clock.now()) return Promise.resolve(true)
      return new Promise((signal) => {
        const place = waiters.findIndex((other) => other.due > due)
        waiters.splice(place < 0 ? waiters.length : place, 0, { due, signal })
        waiting()
      })
    },

    next: () => waiters[0]?.due,

    async signalReached() {
      const [first] = waiters
      if (!first || first.due > clock.now()) return false
      waiters.shift()
      first.signal(true)
      await new Promise<void>((done) => setImmediate(done))
      return true
    },

    dismiss,

    close() {
      closed = true
      dismiss()
    },
  }
}
