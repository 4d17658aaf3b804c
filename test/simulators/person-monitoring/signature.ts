/** How a receiver verifies a message, written from the text of PM-14 and from nothing of Tvilling. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const TOLERANCE = 5 * 60

/** Whether header and raw body were signed with the secret, not more than five minutes before `now` (seconds). */
export function isGenuine(header: string | undefined, raw: string, secret: string, now: number): boolean {
  const [time = '', signature = ''] = (header ?? '').split(',').map((pair) => pair.split('=')[1] ?? '')
  if (!/^\d+$/.test(time) || Math.abs(now - Number(time)) > TOLERANCE) return false
  const expected = createHmac('sha256', secret).update(`${time}.${raw}`, 'utf8').digest('hex')
  return (
    signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
  )
}
