/**
 * Keys and index values as texts that PostgreSQL can hold and sort: it has no character U+0000, its collation "C" compares
 * UTF-8 bytes, and an index holds rows of at most 2,704 bytes.
 */
import { createHash } from 'node:crypto'
import { sortKey } from './sort-order.ts'

/** Never part of an escaped text. */
const SHORTENED = '\u0001\u0003'
/** A text of so many UTF-16 units has at most three times as many bytes, so that two of them fit into an index row. */
const LONGEST = 300
const KEPT = 200

/** U+0001 becomes U+0001 U+0002, and U+0000 becomes U+0001 U+0001: the order stays. */
const escaped = (text: string) => text.replaceAll('\u0001', '\u0001\u0002').replaceAll('\0', '\u0001\u0001')

/**
 * The text, the same for equal texts only. Of a long text the beginning is kept, and a digest of the whole: such texts are
 * told apart, but those with the same beginning are not in order.
 */
export function storedText(given: string): string {
  const text = given.toWellFormed()
  const short = escaped(text)
  if (short.length <= LONGEST) return short
  const beginning = escaped(text.slice(0, KEPT).toWellFormed())
  return `${beginning}${SHORTENED}${createHash('sha256').update(text).digest('base64url')}`
}

/** After a part of a text that is made of several; greater than what is in a part by its last character. */
const SEPARATOR = '\u0001\u0004'
const AFTER_SEPARATOR = '\u0001\u0005'

/** A beginning that the stored texts of one harness, or of one collection in it, have in common, and no others. */
export const placeOf = (...names: string[]) => names.map((name) => storedText(name) + SEPARATOR).join('')

/** The least text after all that begin with a place. */
export const endOf = (place: string) => place.slice(0, -SEPARATOR.length) + AFTER_SEPARATOR

const bits = new DataView(new ArrayBuffer(8))

/** The 64 bits of a number in hexadecimal, changed so that greater numbers have greater texts. */
function orderedNumber(number: number): string {
  // Adding 0 turns -0 into 0.
  bits.setFloat64(0, number + 0)
  const raw = bits.getBigUint64(0)
  const ordered = raw >> 63n ? ~raw & 0xffff_ffff_ffff_ffffn : raw | 0x8000_0000_0000_0000n
  return ordered.toString(16).padStart(16, '0')
}

/** Index values begin with these: numbers, texts; the last one is greater than all of them. */
export const LEAST_NUMBER = 'n'
export const LEAST_TEXT = 't'
export const GREATEST = 'u'

/**
 * An index value as text, numbers before texts; `undefined` for a document that is not in the index.
 * @throws TypeError for a value that is neither a number, a string nor undefined.
 */
export function indexText(value: unknown): string | undefined {
  if (typeof value === 'string') return `${LEAST_TEXT}${storedText(value)}`
  const number = sortKey(value)
  return number === undefined ? undefined : `${LEAST_NUMBER}${orderedNumber(number as number)}`
}
