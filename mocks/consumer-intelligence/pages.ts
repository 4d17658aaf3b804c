/** Page tokens of the collections: sealed for operation, client and filter (CI-07, CI-31). */

import {
  type Cursor,
  openPageToken,
  parseDuration,
  sealPageToken,
  type TokenPurpose,
  toIso,
  UsageError,
} from 'tvilling'
import { type ProblemAnswer, problem } from './problems.ts'
import type { CallContext } from './states.ts'

export interface Walk {
  /** Where the page begins. */
  cursor: Cursor
  tokenFor(cursor: Cursor): string
}

/**
 * Where a page begins: at the place in its token, or at the start if there is no token.
 * @returns the 400 for a token that was issued for another operation, client or filter, that was altered, or that is too
 * old.
 */
export function walkFrom(
  start: Cursor,
  pageToken: string | undefined,
  filter: string | undefined,
  context: CallContext,
): Walk | { refused: ProblemAnswer<400> } {
  const purpose: TokenPurpose = ['consumer-intelligence', context.operation, context.client.id, filter]
  const lifetime = lifetimeOf(context)
  const now = context.clock.now()
  const tokenFor = (next: Cursor) => sealPageToken(next, purpose, lifetime === undefined ? undefined : now)
  if (pageToken === undefined) return { cursor: start, tokenFor }
  const opened = openPageToken(pageToken, purpose)
  const end = lifetime !== undefined && opened?.issuedAt !== undefined ? opened.issuedAt + lifetime : Infinity
  if (opened && now < end) return { cursor: opened.cursor, tokenFor }
  const why = opened
    ? `CI-31: the pageToken was valid until ${toIso(end)}.`
    : `The pageToken was not given to ${context.client.id} by ${context.operation} with this filter, or was altered.`
  context.setReason(why, 'CI-31')
  return { refused: problem(400, 'The pageToken is not valid.', context) }
}

function lifetimeOf({ settings: { pageTokenLifetime } }: CallContext): number | undefined {
  if (pageTokenLifetime === null) return undefined
  const lifetime = parseDuration(pageTokenLifetime)
  if (lifetime !== undefined) return lifetime
  throw new UsageError(
    `The setting "pageTokenLifetime" of consumer-intelligence must be a duration such as PT1H, or null.`,
  )
}
