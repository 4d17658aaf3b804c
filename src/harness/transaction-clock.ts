/** The present as one piece of work sees it: time stands still until it is done, so that it can be done again. */
import { type Clock, toIso } from './clock.ts'

export interface TransactionClock extends Pick<Clock, 'now' | 'iso' | 'today'> {
  /** Number of the exchange that is being answered, while one is. */
  exchange(): number | undefined
  /** Says that the work under way answers this exchange. */
  answering(exchange: number): void
  /** Does a piece of work at one instant; two at once are not for a present. */
  during<R>(work: () => Promise<R>): Promise<R>
}

export function createTransactionClock(clock: Clock): TransactionClock {
  let still: number | undefined
  let exchange: number | undefined

  const now = () => still ?? clock.now()

  return {
    now,
    iso: () => toIso(now()),
    today: () => toIso(now()).slice(0, 10),
    exchange: () => exchange,

    answering(id) {
      exchange = id
    },

    async during(work) {
      still = clock.now()
      exchange = undefined
      try {
        return await work()
      } finally {
        still = undefined
        exchange = undefined
      }
    },
  }
}
