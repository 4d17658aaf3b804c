/** Takes secrets and identity numbers out of what a server writes about requests: its log and its traces. */
import { kindByName } from '../proxy/personal/kinds.ts'

export interface Redactor {
  /** The path of a request. */
  path(path: string): string
  /** The query of a request, without the question mark. */
  query(query: string): string
  /**
   * Running text, such as the reason of an answer or the message of an error.
   * @param authorization of the request that it is about: the text may repeat its credentials.
   */
  text(text: string, authorization?: string): string
  /** A value with a name. */
  member(name: string, value: string): string
}

export const REDACTED = '[redacted]'

/** Not after a digit or letter, but after an encoded character such as `%2F`. */
const BEFORE = '(?<=^|[^0-9A-Za-z]|%[0-9A-Fa-f]{2})'
const AFTER = '(?![0-9A-Za-z])'
const SIGN = '(?:[-+ ]|%2[BDbd0])?'
/**
 * Numbers of people by their form, since a mistyped number is personal too. Swedish ones have ten or twelve digits, Danish
 * ones ten, Norwegian ones eleven, and Finnish ones a sign or letter after the birth date.
 */
const NUMBERS = new RegExp(
  `${BEFORE}(?:(?:\\d{2})?\\d{6}${SIGN}\\d{4}|\\d{6}${SIGN}\\d{5}|\\d{6}(?:[-+A-FU-Ya-fu-y]|%2[BDbd])\\d{3}[0-9A-Ya-y])${AFTER}`,
  'g',
)
/** What a text must have to contain such a number; most have not. */
const SIX_DIGITS = /\d{6}/
const CREDENTIALS = /\b(Bearer|Basic|DPoP)(\s+|%20|\+)[\w.~+/=%-]+/gi
/** `name=value`, `name: value` and `"name":"value"` in running text. */
const NAMED =
  /([\w.-]*(?:secret|password|passwd|token|assertion|api[-_]?key)[\w.-]*["']?\s*[=:]\s*["']?)([^\s"'&,;{}[\]()]+)/gi
const HAS_NAMED = /secret|passw|token|assertion|key/i
/** So many names of query parameters are remembered, since clients choose them. */
const NAMES = 1_000

export function createRedactor(): Redactor {
  const known = new Map<string, boolean>()

  function isPrivate(name: string): boolean {
    const seen = known.get(name)
    if (seen !== undefined) return seen
    const kind = kindByName(decoded(name))
    const found = kind !== undefined && kind !== 'id' && kind !== 'url'
    if (known.size < NAMES) known.set(name, found)
    return found
  }

  const withoutNumbers = (text: string) =>
    SIX_DIGITS.test(text) ? text.replaceAll(NUMBERS, numberOrNot) : text

  function cleanText(text: string, authorization?: string): string {
    const credentials = authorization?.slice(authorization.indexOf(' ') + 1)
    const clean = withoutNumbers(credentials ? text.replaceAll(credentials, REDACTED) : text).replaceAll(
      CREDENTIALS,
      `$1 ${REDACTED}`,
    )
    return HAS_NAMED.test(clean) ? clean.replaceAll(NAMED, `$1${REDACTED}`) : clean
  }

  function parameter(text: string): string {
    const equals = text.indexOf('=')
    if (equals === -1) return withoutNumbers(text)
    if (equals < text.length - 1 && isPrivate(text.slice(0, equals)))
      return `${text.slice(0, equals)}=${REDACTED}`
    return withoutNumbers(text)
  }

  return {
    path: withoutNumbers,

    query: (query) =>
      query.includes('&') ? query.split('&').map(parameter).join('&') : query && parameter(query),

    text: cleanText,

    member: (name, value) => (isPrivate(name) ? REDACTED : cleanText(value)),
  }
}

/** Of ten to twelve digits only those count that have a birth date; what else matches is a Finnish number. */
function numberOrNot(text: string): string {
  const digits = text.replace(/%2[bd]/i, '').replaceAll(/[-+ ]/g, '')
  if (!/^\d{10,12}$/.test(digits)) return REDACTED
  const [first, second, third] = [0, 2, 4].map((at) =>
    Number(digits.slice(digits.length === 12 ? at + 2 : at).slice(0, 2)),
  )
  return isNumber(digits.length, Number(first), Number(second), Number(third)) ? REDACTED : text
}

/**
 * Swedish coordination numbers and some Danish numbers add 60 to the day. Norwegian numbers add 40 to it for those who are
 * not residents, and 40, 65 or 80 to the month of a synthetic person.
 */
function isNumber(length: number, first: number, second: number, third: number): boolean {
  if (length === 11) return isDay(first, 40) && [0, 40, 65, 80].some((more) => isMonth(second - more))
  const swedish = isMonth(second) && isDay(third, 60)
  return swedish || (length === 10 && isMonth(second) && isDay(first, 60))
}

const isMonth = (month: number) => month >= 1 && month <= 12
const isDay = (day: number, more: number) => (day >= 1 && day <= 31) || (day > more && day <= more + 31)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
