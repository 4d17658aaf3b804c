/**
 * Synthetic stand-ins for what is personal or secret: the same original gets the same one as long as this lives,
 * and two originals never share one. Which original a stand-in is for is known here alone, and never written.
 */
import { isCalendarDate } from '../../../fixtures/calendar-date.ts'
import { fictionalPhoneNumber } from '../../../fixtures/phone-numbers.ts'
import { toIso } from '../../../src/harness/clock.ts'
import { createRandom, type Random } from '../../../src/harness/random.ts'
import type { Kind } from './kinds.ts'
import { type NumberKind, numberKinds, writeLike } from './numbers.ts'
import { otherDigits, sameShape } from './shapes.ts'
import { inventWord, isLegalForm, withCase, withEnding } from './words.ts'

export interface Pseudonyms {
  /** The stand-in of a whole value; one that fits the pattern, where there is one. */
  replace(kind: Kind, text: string, pattern?: RegExp): string
  /** Replaces what looks personal in running text, and whatever was met as personal anywhere. */
  sweep(text: string): string
  /** Turns stand-ins of what is known to everybody back; others stay as they are. */
  restore(kind: Kind, text: string): string
  /** Whether a number, in any form, stands in for one that is known to everybody. */
  isKnown(text: string): boolean
  /** How many different originals were met, by kind. */
  counts(): Partial<Record<Kind, number>>
}

/** A value of the twin's own that everybody may know: its people, organizations and clients. */
export type Familiar = readonly [kind: Kind, text: string]

export interface PseudonymOptions {
  /** Nobody must be able to foresee it: with it, numbers could be found out by trying. */
  seed: string
  /** The instant that decides on the century of short numbers, in milliseconds. */
  now: number
  /** Get the same stand-ins in every recording, so that a drift can play them on a twin. */
  familiar: () => Iterable<Familiar>
}

const TRIES = 2_000
/** Tries to keep to the day that stands in for a birth date. */
const ON_THE_DAY = 100
const WORD = /[\p{L}]+(?:['’][\p{L}]+)*/gu
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const PHONE = /(?<!\w)(?:\+|00)(?:45|46|47|358)[ -]?\d(?:[ -]?\d){5,11}(?!\w)/g
/** A JSON Web Token stands for itself wherever it is. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g

/** An original within the space of its sort, such as `word` and `astrid`. */
type Atom = (space: string, original: string, draw: () => string) => string

export function createPseudonyms({ seed, now, familiar }: PseudonymOptions): Pseudonyms {
  const kinds = numberKinds(now)
  const known = new Map<string, string>()
  const back = new Map<string, string>()
  const publicly = new Set<string>()
  /** What was met as it was written, with its stand-in, for running text. */
  const met = new Map<string, string>()
  const counted = new Map<Kind, Set<string>>()
  let random: Random = createRandom('what everybody knows')
  let expression: RegExp | undefined

  const stand: Atom = (space, original, draw) => {
    const key = `${space} ${original}`
    const already = known.get(key)
    if (already !== undefined) return already
    for (let tries = 0; ; tries++) {
      const candidate = attempt(draw)
      const taken =
        candidate === undefined ||
        candidate === original ||
        known.has(`${space} ${candidate}`) ||
        back.has(`${space} ${candidate}`)
      // The space may be too small for everybody to have one of their own: then two share one.
      if (taken && tries < TRIES) continue
      const found = candidate ?? original
      known.set(key, found)
      back.set(`${space} ${found}`, original)
      return found
    }
  }

  const original: Atom = (space, standIn) => {
    const key = `${space} ${standIn}`
    return publicly.has(key) ? (back.get(key) ?? standIn) : standIn
  }

  /** An earlier day, of the same year if there is one left: nobody gets born in the future. */
  function dateOf(date: string, atom: Atom): string {
    const before = (Date.parse(date) - Date.UTC(Number(date.slice(0, 4)), 0, 1)) / DAY
    let tries = 0
    return atom('date', date, () =>
      daysBefore(date, random.integer(1, ++tries < 200 && before > 0 ? before : 700)),
    )
  }

  function numberOf(text: string, atom: Atom, pattern?: RegExp): string | undefined {
    for (const kind of kinds) {
      const canonical = kind.parse(text)
      if (canonical === undefined) continue
      const number = atom(kind.name, canonical, drawing(kind, canonical))
      const written = writeLike(text, canonical, number)
      if (!pattern || pattern.test(written)) return written
    }
    return wrongNumber(text, atom)
  }

  /** A Swedish number whose check digit is wrong keeps that fault. */
  function wrongNumber(text: string, atom: Atom): string | undefined {
    if (!/^\d{8}-?\d{4}$/.test(text)) return undefined
    const swedish = kinds.find(({ name }) => name === 'SE') as NumberKind
    const [head, last] = [text.slice(0, -1), Number(text.at(-1))]
    for (let digit = 0; digit < 10; digit++) {
      const canonical = swedish.parse(`${head}${digit}`)
      if (canonical === undefined) continue
      const right = atom('SE', canonical, drawing(swedish, canonical))
      const written = writeLike(`${head}${digit}`, canonical, right)
      return `${written.slice(0, -1)}${(Number(written.at(-1)) + last - digit + 10) % 10}`
    }
    return undefined
  }

  /** A day with few serials may have none left: then another day will do. */
  function drawing(kind: NumberKind, canonical: string): () => string {
    let tries = 0
    return () => {
      const away = ++tries > ON_THE_DAY
      const dateFor = (date: string) =>
        away ? daysBefore(date, random.integer(1, 400)) : dateOf(date, stand)
      const made = kind.make(canonical, { random, dateFor })
      if (kinds.find(({ parse }) => parse(made) !== undefined) === kind) return made
      throw new RangeError('It could be of another kind.')
    }
  }

  const words = (text: string, atom: Atom) =>
    text.replaceAll(WORD, (word) => {
      if (word.length === 1 || isLegalForm(word)) return word
      const bare = word.toLowerCase()
      return withCase(
        word,
        atom('word', bare, () => withEnding(bare, inventWord(random))),
      )
    })

  function phoneOf(text: string, atom: Atom): string {
    const digits = text.replaceAll(/[^\d+]/g, '').replace(/^00/, '+')
    const other = atom('phone', digits, () => {
      const market = MARKETS.find(([prefix]) => digits.startsWith(prefix))?.[1]
      const fictional =
        market && fictionalPhoneNumber(market, random.integer(0, market === 'SE' ? 494 : 9_999_999))
      if (fictional && random.integer(0, 9) > 0) return fictional
      const country = MARKETS.find(([prefix]) => digits.startsWith(prefix))?.[0] ?? digits.slice(0, 1)
      return `${country}${otherDigits(digits.slice(country.length), random)}`
    })
    return other.length === digits.length ? writeLike(text, digits, other) : other
  }

  function emailOf(text: string, atom: Atom): string {
    return atom('email', text.toLowerCase(), () => `${inventWord(random)}@${inventWord(random)}.example`)
  }

  function urlOf(text: string, atom: Atom): string {
    return atom('url', text, () => {
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1] ?? 'https'
      return `${scheme}://${inventWord(random)}.example/${inventWord(random)}`
    })
  }

  function opaque(space: string, text: string, atom: Atom): string {
    if (!/[\p{L}\d]/u.test(text)) return text
    let tries = 0
    return atom(space, text, () => sameShape(++tries > 500 ? `${text}0000` : text, random))
  }

  /** The few digits of a house tell nothing without the street. */
  function placeOf(text: string, atom: Atom): string {
    return words(text, atom).replaceAll(/\d{4,}/g, (digits) =>
      atom('digits', digits, () => otherDigits(digits, random)),
    )
  }

  function apply(kind: Kind, text: string, atom: Atom, pattern?: RegExp): string {
    switch (kind) {
      case 'number':
        return numberOf(text, atom, pattern) ?? (/[1-9]/.test(text) ? opaque('number', text, atom) : text)
      case 'date':
        return dateIn(text, (date) => dateOf(date, atom))
      case 'name':
        return words(text, atom)
      case 'address':
        return placeOf(text, atom)
      case 'phone':
        return phoneOf(text, atom)
      case 'email':
        return emailOf(text, atom)
      case 'url':
        return urlOf(text, atom)
      default:
        return opaque(kind, text, atom)
    }
  }

  function note(kind: Kind, text: string, standIn: string): void {
    const seen = counted.get(kind) ?? new Set()
    counted.set(kind, seen)
    if (standIn === text) return
    seen.add(text)
    for (const [one, other] of sweepable(kind, text, standIn)) {
      if (met.has(one)) continue
      met.set(one, other)
      expression = undefined
    }
  }

  function replace(kind: Kind, text: string, pattern?: RegExp): string {
    const standIn = apply(kind, text, stand, pattern)
    note(kind, text, standIn)
    return standIn
  }

  for (const [kind, text] of familiar()) apply(kind, text, stand)
  for (const key of back.keys()) publicly.add(key)
  random = createRandom(seed)

  const seek = (text: string, pattern: RegExp, kind: Kind, is: (found: string) => boolean = () => true) =>
    text.replaceAll(pattern, (found) => (is(found) ? replace(kind, found) : found))

  function isStandIn(text: string): boolean {
    return kinds.some(({ name, parse }) => back.has(`${name} ${parse(text)}`))
  }

  return {
    replace,

    sweep(text) {
      expression ??= alternatives([...met.keys()])
      let swept = expression ? text.replaceAll(expression, (found) => met.get(found) ?? found) : text
      swept = seek(swept, TOKEN, 'secret', (found) => !back.has(`secret ${found}`))
      swept = seek(
        swept,
        EMAIL,
        'email',
        (found) => !back.has(`email ${found}`) && !found.endsWith('.example'),
      )
      swept = seek(swept, PHONE, 'phone', (found) => !back.has(`phone ${found.replaceAll(/[ -]/g, '')}`))
      for (const { pattern, parse } of kinds) {
        swept = seek(swept, pattern, 'number', (found) => parse(found) !== undefined && !isStandIn(found))
      }
      return swept
    },

    restore: (kind, text) => apply(kind, text, original),

    isKnown: (text) => kinds.some(({ name, parse }) => publicly.has(`${name} ${parse(text)}`)),

    counts: () =>
      Object.fromEntries(
        [...counted].filter(([, seen]) => seen.size > 0).map(([kind, seen]) => [kind, seen.size]),
      ),
  }
}

const DAY = 86_400_000
const MARKETS = [
  ['+46', 'SE'],
  ['+47', 'NO'],
  ['+45', 'DK'],
  ['+358', 'FI'],
] as const

function attempt(draw: () => string): string | undefined {
  try {
    return draw()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
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

/** What of a value may be looked for in running text without hitting what is nobody's. */
function sweepable(kind: Kind, text: string, standIn: string): [string, string][] {
  if (kind === 'date') return []
  if (kind !== 'name' && kind !== 'address') return text.length >= 8 ? [[text, standIn]] : []
  const [were, are] = [text.match(WORD) ?? [], standIn.match(WORD) ?? []]
  return were.flatMap((word, index): [string, string][] =>
    word.length >= 3 && !isLegalForm(word) ? [[word, are[index] ?? word]] : [],
  )
}

/** Any of these texts where no letter or digit goes on; the longest counts. */
function alternatives(texts: string[]): RegExp | undefined {
  if (texts.length === 0) return undefined
  const escaped = texts
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join('|')})(?![\\p{L}\\d])`, 'gu')
}
