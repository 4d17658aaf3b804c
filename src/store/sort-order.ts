/**
 * The order of index values, the same in every driver: numbers before strings, numbers by size, strings by code
 * point, as their UTF-8 bytes compare. JavaScript compares UTF-16 code units, which puts U+10000 and all after
 * it before U+E000.
 */
import type { Scalar } from './store.ts'

const SURROGATE_OR_LATER = /[\ud800-\uffff]/
const SURROGATES_OR_LATER = /[\ud800-\uffff]/g

/** Swaps the surrogates (U+D800 to U+DFFF) with the code units after them. */
const exchanged = (unit: string) => {
  const code = unit.charCodeAt(0)
  return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800)
}

/**
 * A string that `<` sorts like the UTF-8 bytes of the text. Almost every string is its own sort key. A lone surrogate
 * counts as U+FFFD, as in UTF-8.
 */
function sortKeyOfText(text: string): string {
  if (!SURROGATE_OR_LATER.test(text)) return text
  return text.toWellFormed().replace(SURROGATES_OR_LATER, exchanged)
}

/**
 * The sort key of an index value; `undefined` for a document that is not in the index.
 * @throws TypeError for a value that is neither a number, a string nor undefined.
 */
export function sortKey(value: unknown): Scalar | undefined {
  if (typeof value === 'string') return sortKeyOfText(value)
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value
  if (value === undefined || value === null) return undefined
  throw new TypeError(`An index holds strings and numbers, not ${typeof value} values.`)
}

/** Compares sort keys: less than 0 if the left one comes first. */
export function compareSortKeys(left: Scalar, right: Scalar): number {
  if (left === right) return 0
  if (typeof left === typeof right) return left < right ? -1 : 1
  return typeof left === 'number' ? -1 : 1
}

/** Compares texts as their UTF-8 bytes compare. */
export const compareTexts = (left: string, right: string) =>
  compareSortKeys(sortKeyOfText(left), sortKeyOfText(right))
