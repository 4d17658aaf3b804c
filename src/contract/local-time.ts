/** Date-times without an offset, as they are meant in a time zone. */

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/i
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Whether a value is a date-time without offset. */
export const isLocalTime = (value: unknown): boolean => typeof value === 'string' && LOCAL.test(value)

/**
 * A date-time without offset as one with the offset that the zone has at that time: summer time counts. Seconds may be left
 * out. A time that comes twice, when summer time ends, is the first one. Other text stays as it is, so does a time that the
 * zone skips when summer time begins.
 * @param zone a name of IANA, such as `Europe/Copenhagen`.
 * @example withOffset('2026-07-01T09:00:00', 'Europe/Copenhagen') // '2026-07-01T09:00:00+02:00'
 */
export function withOffset(text: string, zone: string): string {
  if (!LOCAL.test(text)) return text
  const complete = text.length === 'YYYY-MM-DDTHH:MM'.length ? `${text}:00` : text
  const local = Date.parse(`${complete}Z`)
  if (Number.isNaN(local)) return text
  const possible = [local - DAY, local + DAY].map((near) => offsetAt(near, zone))
  const offset = possible
    .sort((one, other) => other - one)
    .find((minutes) => offsetAt(local - minutes * MINUTE, zone) === minutes)
  return offset === undefined ? text : `${complete}${offsetText(offset)}`
}

/** Whether the zone is known, by its name of IANA. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}

/** How far a zone is ahead of UTC at an instant, in minutes. */
function offsetAt(instant: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  const digits = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, '0'))
  return `${minutes < 0 ? '-' : '+'}${digits.join(':')}`
}
