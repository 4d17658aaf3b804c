/** Page tokens: opaque to clients, and valid only for the list that issued them. */
import type { Instant } from '../harness/clock.ts'
import type { Cursor } from '../store/store.ts'

/** The list that a token belongs to: operation, client, filter. The token opens only with the same values. */
export type TokenPurpose = readonly (string | undefined)[]

const SEAL_BYTES = 12

/**
 * Seals the place where a page ended. The seal covers the purpose but does not contain it, so tokens are short. Tokens
 * survive a restart. They are not secret: access to the rows is checked for the caller anyway.
 *
 * @param issuedAt stored in the token as well, if tokens expire.
 * @example sealPageToken({ position: 100 }, ['listConsumers', 'tvilling', undefined])
 */
export function sealPageToken(
  { position, value }: Cursor,
  purpose: TokenPurpose,
  issuedAt?: Instant,
): string {
  const place = value === undefined ? [position] : [position, value]
  const payload = JSON.stringify(issuedAt === undefined ? place : [position, value ?? null, issuedAt])
  return Buffer.from(`${sealOf(payload, purpose)}${payload}`).toString('base64url')
}

export interface OpenedToken {
  cursor: Cursor
  /** When it was issued, if it is stored in the token. */
  issuedAt: Instant | undefined
}

/** The content of a token; undefined if it was altered, or issued for another purpose. */
export function openPageToken(token: string, purpose: TokenPurpose): OpenedToken | undefined {
  const bytes = Buffer.from(token, 'base64url')
  // Decoding ignores invalid characters, so only the exact text that was issued is accepted.
  if (bytes.length <= SEAL_BYTES || bytes.toString('base64url') !== token) return undefined
  const payload = bytes.subarray(SEAL_BYTES).toString('utf8')
  if (bytes.subarray(0, SEAL_BYTES).toString('latin1') !== sealOf(payload, purpose)) return undefined
  const [position, value, issuedAt] = JSON.parse(payload) as [number, Cursor['value'] | null, number?]
  return { cursor: value === undefined || value === null ? { position } : { position, value }, issuedAt }
}

/**
 * Twelve characters that change with any character of the purpose and the payload. They keep a client from making a
 * token up by accident, which is all that they are for: a hash of node:crypto took a tenth of a whole request. They are two
 * FNV-1a hashes with different starts.
 */
function sealOf(payload: string, purpose: TokenPurpose): string {
  const text = `${JSON.stringify(purpose)}${payload}`
  let first = 0x9e3779b9
  let second = 0x85ebca6b
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second ^ code, 0x01000193)
  }
  return sixCharacters(first) + sixCharacters(second)
}

/** A 32-bit hash as text, after the final mixing of MurmurHash3. */
function sixCharacters(hash: number): string {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  const value = (mixed ^ (mixed >>> 16)) >>> 0
  return threeDigits(Math.floor(value / THREE_DIGITS) % THREE_DIGITS) + threeDigits(value % THREE_DIGITS)
}

/** In base 36. Node writes small integers much faster than those of 32 bits. */
const threeDigits = (value: number) => value.toString(36).padStart(3, '0')
const THREE_DIGITS = 36 ** 3
