/** Page tokens of the collections: sealed for operation, client and filter (CI-07, CI-31). */

import { openPageToken, sealPageToken, type TokenPurpose } from '../../src/page-token.ts'
import type { Cursor } from '../../src/store/store.ts'
import { type ProblemAnswer, problem } from './problems.ts'
import type { Call } from './states.ts'

export interface Walk {
  /** Where the page begins. */
  cursor: Cursor
  tokenFor(cursor: Cursor): string
}

/**
 * Where a page begins, by its token, or at the start without one.
 * @returns the 400 for a token that was not given out for this operation, client and filter, or that was altered.
 */
export function walkFrom(
  start: Cursor,
  pageToken: string | undefined,
  filter: string | undefined,
  context: Call,
): Walk | { refused: ProblemAnswer<400> } {
  const purpose: TokenPurpose = ['consumer-intelligence', context.operation, context.client.id, filter]
  const cursor = pageToken === undefined ? start : openPageToken(pageToken, purpose)
  if (cursor) return { cursor, tokenFor: (next) => sealPageToken(next, purpose) }
  context.because(
    `The pageToken was not given to ${context.client.id} by ${context.operation} with this filter, or was altered.`,
  )
  return { refused: problem(400, 'The pageToken is not valid.', context) }
}
