/** Writes checks of a verification plan, and the errors with which they end. */
import type { Ground } from '../contract/evidence.ts'
import type { Check, TargetExchange } from './verification.ts'

/** What is known of a mismatch, for its class: a broken promise, or an assumption of ours that is wrong. */
export interface MismatchDetails {
  /** Ids of the facts on which the demand rests, if they are not those of the check. */
  facts?: readonly string[]
  /** The same, for a demand that follows from the contract. */
  ground?: Ground | undefined
  /** The status that was wanted, if the answer had another. */
  wanted?: number
}

/** The target breaks the contract: the check has failed. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
  readonly exchange: TargetExchange | undefined
  readonly details: MismatchDetails

  constructor(message: string, exchange?: TargetExchange, details: MismatchDetails = {}) {
    super(message)
    this.exchange = exchange
    this.details = details
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
 * @param facts ids of the facts that it proves: if it fails, the weakest of them says whether the provider broke a promise
 * or our assumption is wrong. Without any, it is a promise.
 * @example
 * check('answers 404 for a bundle of somebody else', ['updateBundle'], ['PM-21'], async (session) => {
 *   await session.expect(404, { operation: 'updateBundle', path: { id: session.id() } })
 * })
 */
export function check(name: string, operations: readonly string[], ...rest: Rest): Check {
  const [facts, run] = rest.length === 1 ? [[], rest[0]] : rest
  return { name, operations, facts, run }
}

type Rest = [run: Check['run']] | [facts: readonly string[], run: Check['run']]
