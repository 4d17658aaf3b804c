/** Waits for instants of the clock: answers that a fault delays. */
import { type Clock, type Instant, othersTurn } from './clock.ts'

export interface Waiters {
  /**
   * Resolves when the clock has reached an instant, after all work that is due until then. Resolves with false if that will
   * not happen, since the harness was reset or is closing. An advance signals the waiters of an instant in the order in
   * which they began to wait, and then continues.
   * @param gone aborted when nobody needs to wait any more; it resolves with false then.
   */
  until(due: Instant, gone?: AbortSignal): Promise<boolean>
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
  /** Called when a waiter begins to wait, and when one leaves early. */
  changed: () => void
  /** True in a replay: no time passes, so nothing waits. */
  driven: boolean
}

export function createWaiters({ clock, changed, driven }: WaitersDeps): Waiters {
  /** Earliest first. */
  let waiters: Waiter[] = []
  let closed = false

  function dismiss(): void {
    const dismissed = waiters
    waiters = []
    for (const { signal } of dismissed) signal(false)
  }

  return {
    until(due, gone) {
      if (closed || gone?.aborted) return Promise.resolve(false)
      if (driven || due <= clock.now()) return Promise.resolve(true)
      return new Promise((resolve) => {
        const place = waiters.findIndex((other) => other.due > due)
        const waiter: Waiter = {
          due,
          signal(reached) {
            gone?.removeEventListener('abort', leave)
            resolve(reached)
          },
        }
        function leave(): void {
          waiters = waiters.filter((other) => other !== waiter)
          resolve(false)
          changed()
        }
        waiters.splice(place < 0 ? waiters.length : place, 0, waiter)
        gone?.addEventListener('abort', leave, { once: true })
        changed()
      })
    },

    next: () => waiters[0]?.due,

    async signalReached() {
      const [first] = waiters
      if (!first || first.due > clock.now()) return false
      waiters.shift()
      first.signal(true)
      await othersTurn()
      return true
    },

    dismiss,

    close() {
      closed = true
      dismiss()
    },
  }
}
