/** Filters of lists, checked before they are used. */
import { checkArguments } from '../simulator/arguments.ts'

export const name = { type: 'string', optional: true }
export const instant = { type: 'string', format: 'date-time', optional: true }
export const limit = { type: 'integer', minimum: 1, maximum: 10_000, optional: true }

/** @throws UsageError if the filter has a member that `schemas` does not have, or a wrong value. */
export function checkFilter<F extends object>(
  what: string,
  schemas: Record<string, Record<string, unknown>>,
  filter: F | undefined,
): F | undefined {
  if (filter !== undefined) checkArguments(what, schemas, { ...(filter as Record<string, unknown>) })
  return filter
}
