/** Page tokens: opaque to clients, and worth something only where they were given out. */
import { hash, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../harness/clock.ts'
import type { Cursor } from '../store/store.ts'

/** What a token is for: operation, client, filter. It opens for the same list of words only. */
export type TokenPurpose = readonly (string | undefined)[]

const SEAL_BYTES = 12

/**
 * Seals the place where a page ended. The seal covers the purpose without holding it, so tokens stay short.
 * Tokens survive a restart; they are no secrets, their rows are checked against the caller anyway.
 *
 * @param issuedAt held by the token as well, where tokens grow old.
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
  /** When it was given out, if it tells. */
  issuedAt: Instant | undefined
}

/** What a token holds; undefined when it was tampered with, or given out for another purpose. */
export function openPageToken(token: string, purpose: TokenPurpose): OpenedToken | undefined {
  const bytes = Buffer.from(token, 'base64url')
  // Decoding forgives stray characters: only the one spelling that was given out is taken.
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
