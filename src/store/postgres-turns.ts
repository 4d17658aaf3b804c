/**
 * Exclusive work on a harness: the processes take turns. A turn is held in the harness's row, by the number of the server,
 * with the lease that claims have too: so a transaction knows it from the row that it reads anyway, it takes no connection
 * while it is held, and work whose lease ended meanwhile is refused its next transaction. Whoever waits is told by the
 * channel. (A session's advisory lock would end sooner with its process, but needs a connection for each harness.)
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { HarnessRow, Transaction } from './postgres-transaction.ts'
import { createQueue } from './queue.ts'
import { StoreUnavailable } from './shared-store.ts'

export interface Turns {
  exclusive<R>(work: () => Promise<R>): Promise<R>
  /**
   * Call it at the beginning of each transaction. Ends a turn in the row that is over; returns whether it did.
   * @throws StoreUnavailable in work that has lost its turn.
   */
  check(row: HarnessRow): boolean
  /** Another server changed the harness. */
  changed(): void
  /** The database cannot be reached: who waits fails. */
  away(reason: StoreUnavailable): void
  /** Whether a turn is over that the row may still have. */
  owes(): boolean
  /** Ends it there. */
  release(): Promise<void>
}

export function createTurns(
  server: () => number,
  transact: <R>(work: (transaction: Transaction) => Promise<R>) => Promise<R>,
): Turns {
  /** The exclusive work that a call belongs to. */
  const current = new AsyncLocalStorage<{ ended: boolean }>()
  const alone = createQueue()
  const waiting = new Set<{ wake: () => void; fail: (reason: StoreUnavailable) => void }>()
  let holds = false
  let unreleased = false

  /** Resolves after a change by others; fails if the database cannot be reached. */
  function nextChange(): { change: Promise<void>; forget: () => void } {
    let forget = () => {}
    const change = new Promise<void>((wake, fail) => {
      const waiter = { wake, fail }
      waiting.add(waiter)
      forget = () => waiting.delete(waiter)
    })
    change.catch(() => {})
    return { change, forget }
  }

  async function take(): Promise<void> {
    for (;;) {
      // Before the try, so that no change is missed.
      const { change, forget } = nextChange()
      try {
        const taken = await transact(async ({ row }) => {
          if (row.holder !== null) return false
          row.holder = server()
          holds = true
          return true
        })
        if (taken) return
        await change
      } catch (error) {
        holds = false
        unreleased = true
        throw error
      } finally {
        forget()
      }
    }
  }

  async function release(): Promise<void> {
    // The beginning of a transaction does it.
    await transact(async () => {})
    unreleased = false
  }

  return {
    release,
    owes: () => unreleased,

    exclusive: (work) =>
      alone(async () => {
        await take()
        const turn = { ended: false }
        try {
          return await current.run(turn, work)
        } finally {
          turn.ended = true
          holds = false
          unreleased = true
          // It is done later if this fails.
          await release().catch(() => {})
        }
      }),

    check(row) {
      if (current.getStore()?.ended === false && row.holder !== server()) {
        throw new StoreUnavailable('This process was silent for so long that another one took its turn.')
      }
      if (row.holder !== server() || holds) return false
      row.holder = null
      return true
    },

    changed() {
      for (const { wake } of [...waiting]) wake()
    },

    away(reason) {
      for (const { fail } of [...waiting]) fail(reason)
    },
  }
}
