/** Writes checks of a verification plan, and the errors with which they end. */
import type { Check, TargetExchange } from './verification.ts'

/** The target breaks the contract: the check has failed. */
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

/**
 * Requires a condition of an answer.
 * @param wanted what the contract wants, as in `a positive expires_in`.
 * @throws Mismatch unless the condition holds.
 */
export function must(condition: unknown, wanted: string, exchange?: TargetExchange): asserts condition {
  if (!condition) throw new Mismatch(wanted, exchange)
}

/**
 * A check of a plan.
 * @example
 * check('answers 404 for a bundle of somebody else', ['updateBundle'], async (session) => {
 *   await session.expect(404, { operation: 'updateBundle', path: { id: session.id() } })
 * })
 */
export function check(name: string, operations: readonly string[], run: Check['run']): Check {
  return { name, operations, run }
}
