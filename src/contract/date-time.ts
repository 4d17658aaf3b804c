/** The format `date-time` of JSON Schema: RFC 3339. */

const DATE_TIME =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i

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

/** The day must exist in its month. */
function isDateTime(text: string): boolean {
  if (isPlainInstant(text)) return true
  const match = DATE_TIME.exec(text)
  if (!match) return false
  const day = Number(match[3])
  return day < 29 || day <= new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate()
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
