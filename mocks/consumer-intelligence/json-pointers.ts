/** The differences between two JSON values, as RFC 6901 pointers into the newer one. */
import { escapePointer } from 'tvilling'

/**
 * Pointers to the smallest values that differ. For an item that a list lost, the pointer to its old place.
 *
 * @example pointersBetween({ a: [1] }, { a: [1, 2] }) // ['/a/1']
 */
export function pointersBetween(before: unknown, after: unknown, at = ''): string[] {
  if (before === after) return []
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after))
    return [at]
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => pointersBetween(before[key], after[key], `${at}/${escapePointer(key)}`))
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
