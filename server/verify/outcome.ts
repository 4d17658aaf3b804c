/** How a check ends if it does not hold. */
import type { TargetExchange } from './exchange.ts'

/** The target does not answer as the contract says. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
  readonly exchange: TargetExchange | undefined

  constructor(message: string, exchange?: TargetExchange) {
    super(message)
    this.exchange = exchange
  }
}

/** Something that the check needs is not available: the check counts as never reached. */
export class Unreached extends Error {
  override readonly name = 'Unreached'
}

/** @throws Mismatch unless the condition holds; `wanted` says what the contract wants. */
export function must(condition: unknown, wanted: string, exchange?: TargetExchange): asserts condition {
  if (!condition) throw new Mismatch(wanted, exchange)
}
