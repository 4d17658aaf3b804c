/** The format `date-time` of JSON Schema: RFC 3339. */

const DATE_TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i

/** The check of the format. It remembers the last text: rows that were written together have the same. */
export function createDateTimeFormat(): (text: string) => boolean {
  let last: string | undefined
  return (text) => {
    if (text === last) return true
    if (!isDateTime(text)) return false
    last = text
    return true
  }
}

/** The day must exist in its month, and a leap second where UTC may have one. */
function isDateTime(text: string): boolean {
  if (isPlainInstant(text)) return true
  const match = DATE_TIME.exec(text)
  if (!match) return false
  const [, year, month, day] = match.map(Number) as [number, number, number, number]
  if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false
  return match[6] !== '60' || isLeapSecond(match)
}

/** What UTC's clock shows, to the minute, in which it has leap seconds: the end of June and of December. */
const LEAP = /^\d{4}-(?:06-30|12-31)T23:59/

function isLeapSecond([, year, month, day, hour, minute, , sign, hours, minutes]: RegExpExecArray): boolean {
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  return LEAP.test(new Date(local - ahead * 60_000).toISOString())
}

const PLAIN = '0000-00-00T00:00:00.000Z'
const [ZERO, NINE] = [48, 57]

/**
 * Recognizes what our own clock writes, such as `2026-01-01T00:00:00.000Z`, up to the 28th of a month. A page of
 * consumers holds twenty of them, and the expression above costs as much as everything else that is checked.
 */
function isPlainInstant(text: string): boolean {
  if (text.length !== PLAIN.length) return false
  for (let at = 0; at < PLAIN.length; at += 1) {
    const code = text.charCodeAt(at)
    const wanted = PLAIN.charCodeAt(at)
    if (wanted === ZERO ? code < ZERO || code > NINE : code !== wanted) return false
  }
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const inRange = month >= 1 && month <= 12 && day >= 1 && day <= 28
  return inRange && twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59
}

const twoDigits = (text: string, at: number) =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
