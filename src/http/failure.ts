/**
 * What can go wrong with a request before its operation is reached, or instead of it. The engine finds it;
 * each simulator's `problems.ts` words it in its provider's dialect.
 */

import type { Random } from '../harness/random.ts'
import type { ApiResult } from './messages.ts'

/** One way in which a request breaks its contract. */
export interface Violation {
  in: 'path' | 'query' | 'header' | 'body'
  /** Where, with dots: `child.order`, `0.consumerId`, a parameter's name; empty for the body as a whole. */
  field: string
  message: string
  /** What was sent there, if anything was. */
  value: unknown
}

export type Failure =
  | { kind: 'unmatched'; nearest: string[] }
  | { kind: 'method'; allow: string[] }
  | { kind: 'unauthenticated'; cause: TokenFault; detail: string }
  | { kind: 'scope'; scope: string; detail: string }
  | { kind: 'oversized'; limit: number }
  | { kind: 'media-type'; received: string | undefined; accepted: string[] }
  | { kind: 'malformed'; detail: string }
  | { kind: 'violations'; violations: [Violation, ...Violation[]] }
  | { kind: 'internal'; detail: string }
  /** A documented answer that a test asked for. */
  | { kind: 'fault'; status: number; detail: string }

export type TokenFault = 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'environment'

export interface FailureSetting {
  method: string
  path: string
  operation: string | undefined
  now: number
  random: Random
}

/** A provider's wording of every failure: a map from its kind to the answer. */
export type Dialect = {
  [K in Failure['kind']]: (failure: Extract<Failure, { kind: K }>, setting: FailureSetting) => ApiResult
}

export function wordFailure(dialect: Dialect, failure: Failure, setting: FailureSetting): ApiResult {
  const word = dialect[failure.kind] as (failure: Failure, setting: FailureSetting) => ApiResult
  return word(failure, setting)
}

/** As `explainFailure`, for a request that no operation takes: why each of the nearest does not. */
export function explainMiss(why: readonly string[]): string {
  return why.length > 0
    ? `No operation has this path. Nearest: ${why.join('; ')}`
    : 'No operation has this path.'
}

/** One sentence about a failure, for `x-tvilling-reason` and the journal. */
export function explainFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'unmatched':
      return failure.nearest.length > 0
        ? `No operation has this path. Nearest: ${failure.nearest.join('; ')}`
        : 'No operation has this path.'
    case 'method':
      return `This path takes ${failure.allow.join(', ')} only.`
    case 'unauthenticated':
    case 'scope':
    case 'malformed':
    case 'internal':
    case 'fault':
      return failure.detail
    case 'oversized':
      return `The body is larger than ${failure.limit} bytes.`
    case 'media-type':
      return `The body's media type is ${failure.received ?? 'not given'}; taken: ${failure.accepted.join(', ')}.`
    case 'violations':
      return failure.violations.map(({ field, message }) => `${field || 'body'} ${message}`).join('; ')
  }
}
