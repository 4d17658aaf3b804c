/** How a check ends, when it does not simply hold. */
import type { TargetExchange } from './exchange.ts'

/** The target answered otherwise than the contract has it. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
  readonly exchange: TargetExchange | undefined

  constructor(message: string, exchange?: TargetExchange) {
    super(message)
    this.exchange = exchange
  }
}

/** What the check needs is not to be had here: it counts as never reached. */
export class Unreached extends Error {
  override readonly name = 'Unreached'
}

/** @throws Mismatch unless the condition holds; `wanted` says what the contract wants. */
export function must(condition: unknown, wanted: string, exchange?: TargetExchange): asserts condition {
  if (!condition) throw new Mismatch(wanted, exchange)
}
