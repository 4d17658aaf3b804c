/**
 * What can be wrong with a request before its operation runs. The engine finds the failure; each simulator's
 * `problems.ts` turns it into an answer in its provider's dialect.
 */

import type { Random } from '../harness/random.ts'
import type { ApiResult } from './messages.ts'

/** One way in which a request breaks its contract. */
export interface Violation {
  in: 'path' | 'query' | 'header' | 'body'
  /** The place, with dots: `child.order`, `0.consumerId`, or a parameter's name; empty for the whole body. */
  field: string
  message: string
  /** The value that was sent there; undefined if there is no such value. */
  value: unknown
  /** What the broken rule rests on, as `x-evidence` writes it. */
  evidence?: string
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
  /** An injected fault with a status, or a request that breaks HTTP itself. */
  | { kind: 'fault'; status: number; detail: string }

export type TokenFault = 'missing' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'environment'

export interface FailureSetting {
  method: string
  path: string
  operation: string | undefined
  now: number
  random: Random
}

/** An answer in a provider's dialect, perhaps with facts that it rests on besides those of the contract. */
export type WordedFailure = ApiResult & { facts?: readonly string[] }

/** A provider's answer to each kind of failure. */
export type Dialect = {
  [K in Failure['kind']]: (failure: Extract<Failure, { kind: K }>, setting: FailureSetting) => WordedFailure
}

export function wordFailure(dialect: Dialect, failure: Failure, setting: FailureSetting): WordedFailure {
  const word = dialect[failure.kind] as (failure: Failure, setting: FailureSetting) => WordedFailure
  return word(failure, setting)
}

/** One sentence about a request that matches no operation: the nearest ones, or why each does not match. */
export function explainMiss(nearest: readonly string[]): string {
  return nearest.length > 0
    ? `No operation has this path. Nearest: ${nearest.join('; ')}`
    : 'No operation has this path.'
}

/** One sentence about a failure, for `x-tvilling-reason` and the journal. */
export function explainFailure(failure: Failure): string {
  switch (failure.kind) {
    case 'unmatched':
      return explainMiss(failure.nearest)
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
      return failure.violations.map(explainViolation).join('; ')
  }
}

const PLACES = { path: 'path parameter ', query: 'query parameter ', header: 'header ', body: '' } as const

function explainViolation({ in: place, field, message }: Violation): string {
  return `${PLACES[place]}${field || 'body'} ${message}`
}
