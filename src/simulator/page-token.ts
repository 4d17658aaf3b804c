/** Page tokens: opaque to clients, and valid only for the list that issued them. */
import { hash, timingSafeEqual } from 'node:crypto'
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
  return Buffer.concat([sealOf(payload, purpose), Buffer.from(payload)]).toString('base64url')
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
  if (!timingSafeEqual(bytes.subarray(0, SEAL_BYTES), sealOf(payload, purpose))) return undefined
  const [position, value, issuedAt] = JSON.parse(payload) as [number, Cursor['value'] | null, number?]
  return { cursor: value === undefined || value === null ? { position } : { position, value }, issuedAt }
}

function sealOf(payload: string, purpose: TokenPurpose): Buffer {
  const words = purpose.map((word) => word ?? null)
  const text = JSON.stringify(['tvilling page token', words, payload])
  return hash('sha256', text, 'buffer').subarray(0, SEAL_BYTES)
}
