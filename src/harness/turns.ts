/**
 * Whose turn it is to move the clock or to replace the state: one at a time. A call of a receiver, made while somebody waits
 * for that receiver, would wait for ever; nobody can tell who calls, so every such call is refused.
 */
import { UsageError } from '../control/usage-error.ts'
import type { InFlightDeliveries } from '../deliveries/in-flight.ts'
import { createQueue } from '../store/queue.ts'
import { othersTurn } from './clock.ts'

export interface Turns {
  /** Runs work of the harness itself when its turn comes; never refused. */
  run<R>(work: () => Promise<R>): Promise<R>
  /**
   * Runs work that somebody asks for.
   * @param sends whether it waits for receivers itself.
   * @throws UsageError at once, without running it, if it would wait for a receiver that may be its caller.
   */
  ask<R>(work: () => Promise<R>, sends: boolean): Promise<R>
  /** Waits for receivers; `inTurn` if nobody else gets a turn meanwhile. */
  awaitReceivers<R>(arrived: () => Promise<R>, inTurn: boolean): Promise<R>
}

export type TurnsDeps = Pick<InFlightDeliveries, 'begun' | 'isAnyUnderWay'>

/** A call that waits for its turn. */
interface Waiting {
  /** How many messages had been sent when it came. */
  begun: number
  refuse(): void
}

export function createTurns({ begun, isAnyUnderWay }: TurnsDeps): Turns {
  const alone = createQueue()
  const waiting = new Set<Waiting>()
  /** How many wait for receivers, in their turn and outside of one. */
  let inTurns = 0
  let outside = 0

  function refuseWaiting(): void {
    if (inTurns === 0) return
    for (const call of waiting) if (isAnyUnderWay(call.begun)) call.refuse()
  }

  return {
    run: alone,

    async ask(work, sends) {
      const since = begun()
      const isStuck = () => (inTurns > 0 || (sends && outside > 0)) && isAnyUnderWay(since)
      if (isStuck()) {
        // The caller may have answered already.
        await othersTurn()
        if (isStuck()) throw receiversAreAwaited()
      }
      return new Promise((resolve, reject) => {
        const call: Waiting = {
          begun: since,
          refuse() {
            waiting.delete(call)
            reject(receiversAreAwaited())
          },
        }
        waiting.add(call)
        void alone(async () => {
          if (waiting.delete(call)) await work().then(resolve, reject)
        })
      })
    },

    async awaitReceivers(arrived, inTurn) {
      if (inTurn) inTurns += 1
      else outside += 1
      void othersTurn().then(refuseWaiting)
      try {
        return await arrived()
      } finally {
        if (inTurn) inTurns -= 1
        else outside -= 1
      }
    },
  }
}

/** The refusal of a call that may come from a receiver that is waited for. */
export const receiversAreAwaited = () =>
  new UsageError(
    'Receivers of webhooks are waited for, and you may be one of them: answer the webhook first, then call again.',
    409,
  )
