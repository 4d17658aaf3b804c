/** The personal numbers in the rows of a list (PM-19, PM-20, PM-24). */
import { isSwedishPersonalNumber, swedishCenturyOf, timeZoneOf } from '../../fixtures/index.ts'
import { type Unreadable, unreadable } from './bundle-file.ts'
import type { ApiContext } from './states.ts'

/** The numbers of an uploaded list. */
export interface NumberList {
  /** Twelve digits each, without duplicates, in the order of the file. */
  numbers: string[]
  rows: number
  /** How many of the numbers are invalid: the check digit or the date is wrong. */
  faulty: number
  /** Whether a row had ten digits. */
  short: boolean
}

/** With or without a separator before the last four digits (PM-19). */
const LONG = /^(\d{8})[-+]?(\d{4})$/
const SHORT = /^(\d{6})([-+]?)(\d{4})$/
const SHOWN = 10

export function readNumbers(rows: readonly unknown[], context: ApiContext): NumberList | Unreadable {
  const numbers = new Set<string>()
  const strays: unknown[] = []
  let short = false
  for (const row of rows) {
    const number = readNumber(row, context)
    if (number === undefined) strays.push(row)
    else numbers.add(number)
    short ||= number !== undefined && SHORT.test(String(row).trim())
  }
  if (strays.length > 0) {
    const values = strays.slice(0, SHOWN).map((stray) => (typeof stray === 'string' ? stray : asJson(stray)))
    return unreadable(`Rows that are no personal number: ${strays.length}.`, ...values)
  }
  const distinct = [...numbers]
  const faulty = distinct.filter((number) => !isSwedishPersonalNumber(number)).length
  return { numbers: distinct, rows: rows.length, faulty, short }
}

/** A number as the list stores it, with twelve digits; undefined if the row does not have the form of a number. */
export function readNumber(row: unknown, { settings, clock }: ApiContext): string | undefined {
  const takesNumbers = settings.jsonNumbers === 'taken' || settings.scalars === 'coerce'
  const taken = typeof row === 'string' || (typeof row === 'number' && takesNumbers)
  if (!taken) return undefined
  const text = String(row).trim()
  const long = LONG.exec(text)
  if (long) return `${long[1]}${long[2]}`
  const [whole, date = '', separator, last] = SHORT.exec(text) ?? []
  if (whole === undefined || settings.tenDigits === 'refused') return undefined
  const today = clock.today(timeZoneOf('SE'))
  return `${swedishCenturyOf(date, separator === '+', today)}${date}${last}`
}

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? ''
}
