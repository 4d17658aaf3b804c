/** Those who wait for an instant of the clock: answers that a fault delays. */
import type { Clock, Instant } from './clock.ts'

export interface Waiters {
  /**
   * Resolves when the clock has reached an instant, after all work that is due until then; with false if that will
   * not happen, because everything was reset or is closing. Whoever advances goes on when those who waited for the
   * instant have been signalled, in the order in which they began to wait.
   */
  until(due: Instant): Promise<boolean>
  /** The earliest instant that somebody waits for. */
  next(): Instant | undefined
  /** Signals the first whose instant is reached, and lets it go on; true if there was one. */
  signalReached(): Promise<boolean>
  /** Tells all who wait that their instant will not come. */
  dismiss(): void
  /** As `dismiss`, and whoever comes to wait from now on hears the same. */
  close(): void
}

interface Waiter {
  due: Instant
  signal(reached: boolean): void
}

export interface WaitersDeps {
  clock: Pick<Clock, 'now'>
  /** Hears that somebody has begun to wait. */
  waiting: () => void
  /** In a replay no time passes: nobody waits. */
  driven: boolean
}

export function createWaiters({ clock, waiting, driven }: WaitersDeps): Waiters {
  /** The earliest first. */
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
