/** How a value of each kind is replaced, so that its stand-in is of the same sort and shape. */
import { isCalendarDate } from '../../../fixtures/calendar-date.ts'
import { fictionalPhoneNumber } from '../../../fixtures/phone-numbers.ts'
import { toIso } from '../../../src/harness/clock.ts'
import type { Random } from '../../../src/harness/random.ts'
import type { Kind } from './kinds.ts'
import { type NumberKind, writeLike } from './numbers.ts'
import { otherDigits, sameShape } from './shapes.ts'
import type { Substitute } from './stand-ins.ts'
import { inventWord, isLegalForm, WORD, withCase, withEnding } from './words.ts'

export interface SubstitutionDeps {
  numbers: readonly NumberKind[]
  /** The random source of the moment; it changes once, after the public values. */
  random: () => Random
  /** Stand-ins for birth dates inside numbers. */
  substitute: Substitute
}

/** Replaces the parts of a value by `substitute`; a number is written so that it fits the pattern, if there is one. */
export type Substitution = (kind: Kind, text: string, substitute: Substitute, pattern?: RegExp) => string

/** After this many tries, a number may get another birth date than the one that stands in for it elsewhere. */
const TRIES_ON_THE_DAY = 100
const DAY = 86_400_000
const COUNTRY_CODES = [
  ['+46', 'SE'],
  ['+47', 'NO'],
  ['+45', 'DK'],
  ['+358', 'FI'],
] as const

export function createSubstitution({ numbers, random, substitute: standIn }: SubstitutionDeps): Substitution {
  /** An earlier day, of the same year if possible, so that nobody is born in the future. */
  function dateOf(date: string, substitute: Substitute): string {
    const before = (Date.parse(date) - Date.UTC(Number(date.slice(0, 4)), 0, 1)) / DAY
    let tries = 0
    return substitute('date', date, () =>
      daysBefore(date, random().integer(1, ++tries < 200 && before > 0 ? before : 700)),
    )
  }

  function numberOf(text: string, substitute: Substitute, pattern?: RegExp): string | undefined {
    for (const kind of numbers) {
      const canonical = kind.parse(text)
      if (canonical === undefined) continue
      const number = substitute(kind.name, canonical, drawing(kind, canonical))
      const written = writeLike(text, canonical, number)
      if (!pattern || pattern.test(written)) return written
    }
    return wrongNumber(text, substitute)
  }

  /** A Swedish number with a wrong check digit gets a stand-in whose check digit is wrong by as much. */
  function wrongNumber(text: string, substitute: Substitute): string | undefined {
    if (!/^\d{8}-?\d{4}$/.test(text)) return undefined
    const swedish = numbers.find(({ name }) => name === 'SE') as NumberKind
    const [head, last] = [text.slice(0, -1), Number(text.at(-1))]
    for (let digit = 0; digit < 10; digit++) {
      const canonical = swedish.parse(`${head}${digit}`)
      if (canonical === undefined) continue
      const right = substitute('SE', canonical, drawing(swedish, canonical))
      const written = writeLike(`${head}${digit}`, canonical, right)
      return `${written.slice(0, -1)}${(Number(written.at(-1)) + last - digit + 10) % 10}`
    }
    return undefined
  }

  /** Draws numbers of a kind. A day may have no serials left: after some tries another day is used. */
  function drawing(kind: NumberKind, canonical: string): () => string {
    let tries = 0
    return () => {
      const away = ++tries > TRIES_ON_THE_DAY
      const dateFor = (date: string) =>
        away ? daysBefore(date, random().integer(1, 400)) : dateOf(date, standIn)
      const made = kind.make(canonical, { random: random(), dateFor })
      if (numbers.find(({ parse }) => parse(made) !== undefined) === kind) return made
      throw new RangeError('It could be of another kind.')
    }
  }

  const wordsOf = (text: string, substitute: Substitute) =>
    text.replaceAll(WORD, (word) => {
      if (word.length === 1 || isLegalForm(word)) return word
      const bare = word.toLowerCase()
      return withCase(
        word,
        substitute('word', bare, () => withEnding(bare, inventWord(random()))),
      )
    })

  function phoneOf(text: string, substitute: Substitute): string {
    const digits = text.replaceAll(/[^\d+]/g, '').replace(/^00/, '+')
    const other = substitute('phone', digits, () => {
      const [code, market] = COUNTRY_CODES.find(([prefix]) => digits.startsWith(prefix)) ?? []
      const fictional =
        market && fictionalPhoneNumber(market, random().integer(0, market === 'SE' ? 494 : 9_999_999))
      if (fictional && random().integer(0, 9) > 0) return fictional
      const country = code ?? digits.slice(0, 1)
      return `${country}${otherDigits(digits.slice(country.length), random())}`
    })
    return other.length === digits.length ? writeLike(text, digits, other) : other
  }

  const emailOf = (text: string, substitute: Substitute) =>
    substitute('email', text.toLowerCase(), () => `${inventWord(random())}@${inventWord(random())}.example`)

  const urlOf = (text: string, substitute: Substitute) =>
    substitute('url', text, () => {
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1] ?? 'https'
      return `${scheme}://${inventWord(random())}.example/${inventWord(random())}`
    })

  /** A text of unknown form: other characters of the same sorts in the same places. */
  function opaque(space: string, text: string, substitute: Substitute): string {
    if (!/[\p{L}\d]/u.test(text)) return text
    let tries = 0
    return substitute(space, text, () => sameShape(++tries > 500 ? `${text}0000` : text, random()))
  }

  /** Words and postal codes; the few digits of a house number reveal nothing without the street. */
  const addressOf = (text: string, substitute: Substitute) =>
    wordsOf(text, substitute).replaceAll(/\d{4,}/g, (digits) =>
      substitute('digits', digits, () => otherDigits(digits, random())),
    )

  return (kind, text, substitute, pattern) => {
    switch (kind) {
      case 'number':
        return (
          numberOf(text, substitute, pattern) ??
          (/[1-9]/.test(text) ? opaque('number', text, substitute) : text)
        )
      case 'date':
        return dateIn(text, (date) => dateOf(date, substitute))
      case 'name':
        return wordsOf(text, substitute)
      case 'address':
        return addressOf(text, substitute)
      case 'phone':
        return phoneOf(text, substitute)
      case 'email':
        return emailOf(text, substitute)
      case 'url':
        return urlOf(text, substitute)
      default:
        return opaque(kind, text, substitute)
    }
  }
}

function daysBefore(date: string, days: number): string {
  return toIso(Date.parse(date) - days * DAY).slice(0, 10)
}

/** A date with or without hyphens, alone or before a time. */
function dateIn(text: string, replace: (date: string) => string): string {
  const match = /^(\d{4})(-?)(\d{2})\2(\d{2})(.*)$/s.exec(text)
  if (!match) return text
  const [, year, hyphen = '', month, day, rest = ''] = match
  const date = `${year}-${month}-${day}`
  return isCalendarDate(date) ? `${replace(date).replaceAll('-', hyphen)}${rest}` : text
}
