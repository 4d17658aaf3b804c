/**
 * Replaces what is personal or secret by synthetic stand-ins. The same original gets the same stand-in as long as
 * this object lives, and two originals never share one. Only this object knows the pairs; they are never written.
 */
import { createRandom, type Random } from '../../../src/harness/random.ts'
import type { Kind } from './kinds.ts'
import { numberKinds } from './numbers.ts'
import { createStandIns } from './stand-ins.ts'
import { createSubstitution } from './substitution.ts'
import { isLegalForm, WORD } from './words.ts'

export interface Pseudonyms {
  /** The stand-in of a whole value; it fits the pattern, if there is one. */
  replace(kind: Kind, text: string, pattern?: RegExp): string
  /** Replaces what looks personal in running text, and every value that was replaced elsewhere. */
  sweep(text: string): string
  /** Turns the stand-ins of public values back into these; other texts stay as they are. */
  restore(kind: Kind, text: string): string
  /** Whether a number, in any form, is the stand-in of a public one. */
  isKnown(text: string): boolean
  /** How many different originals were replaced, by kind. */
  counts(): Partial<Record<Kind, number>>
}

/** A value of the twin itself, which is no secret: of its people, organizations and clients. */
export type PublicValue = readonly [kind: Kind, text: string]

export interface PseudonymOptions {
  /** Must not be predictable: a person who knows it can find originals by trying. */
  seed: string
  /** Milliseconds; decides on the century of short numbers. */
  now: number
  /** They get the same stand-ins in every recording, so that `drift` can turn them back. */
  publicValues: () => Iterable<PublicValue>
}

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
const PHONE = /(?<!\w)(?:\+|00)(?:45|46|47|358)[ -]?\d(?:[ -]?\d){5,11}(?!\w)/g
/** A JSON Web Token is recognizable anywhere. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g

export function createPseudonyms({ seed, now, publicValues }: PseudonymOptions): Pseudonyms {
  const numbers = numberKinds(now)
  const standIns = createStandIns()
  /** Stand-ins by the text that was replaced, for running text. */
  const replaced = new Map<string, string>()
  const originals = new Map<Kind, Set<string>>()
  let random: Random = createRandom('what everybody knows')
  /** Finds the keys of `replaced`; made anew after each change of them. */
  let expression: RegExp | undefined
  const apply = createSubstitution({ numbers, random: () => random, substitute: standIns.substitute })

  for (const [kind, text] of publicValues()) apply(kind, text, standIns.substitute)
  standIns.publish()
  random = createRandom(seed)

  function remember(kind: Kind, text: string, standIn: string): void {
    const seen = originals.get(kind) ?? new Set()
    originals.set(kind, seen)
    if (standIn === text) return
    seen.add(text)
    for (const [one, other] of sweepable(kind, text, standIn)) {
      if (replaced.has(one)) continue
      replaced.set(one, other)
      expression = undefined
    }
  }

  function replace(kind: Kind, text: string, pattern?: RegExp): string {
    const standIn = apply(kind, text, standIns.substitute, pattern)
    remember(kind, text, standIn)
    return standIn
  }

  const replaceAll = (
    text: string,
    pattern: RegExp,
    kind: Kind,
    isOriginal: (found: string) => boolean,
  ): string => text.replaceAll(pattern, (found) => (isOriginal(found) ? replace(kind, found) : found))

  const isNumberStandIn = (text: string) =>
    numbers.some(({ name, parse }) => standIns.isStandIn(name, String(parse(text))))

  return {
    replace,

    sweep(text) {
      expression ??= alternatives([...replaced.keys()])
      let swept = expression ? text.replaceAll(expression, (found) => replaced.get(found) ?? found) : text
      swept = replaceAll(swept, TOKEN, 'secret', (found) => !standIns.isStandIn('secret', found))
      swept = replaceAll(
        swept,
        EMAIL,
        'email',
        (found) => !standIns.isStandIn('email', found) && !found.endsWith('.example'),
      )
      swept = replaceAll(
        swept,
        PHONE,
        'phone',
        (found) => !standIns.isStandIn('phone', found.replaceAll(/[ -]/g, '')),
      )
      for (const { pattern, parse } of numbers) {
        swept = replaceAll(
          swept,
          pattern,
          'number',
          (found) => parse(found) !== undefined && !isNumberStandIn(found),
        )
      }
      return swept
    },

    restore: (kind, text) => apply(kind, text, standIns.originalOf),

    isKnown: (text) => numbers.some(({ name, parse }) => standIns.isPublic(name, String(parse(text)))),

    counts: () =>
      Object.fromEntries(
        [...originals].filter(([, seen]) => seen.size > 0).map(([kind, seen]) => [kind, seen.size]),
      ),
  }
}

/** The parts of a value that are safe to look for in running text: distinctive enough to be nobody else's. */
function sweepable(kind: Kind, text: string, standIn: string): [string, string][] {
  if (kind === 'date') return []
  if (kind !== 'name' && kind !== 'address') return text.length >= 8 ? [[text, standIn]] : []
  const [were, are] = [text.match(WORD) ?? [], standIn.match(WORD) ?? []]
  return were.flatMap((word, index): [string, string][] =>
    word.length >= 3 && !isLegalForm(word) ? [[word, are[index] ?? word]] : [],
  )
}

/** Matches any of the texts as a whole word; where several match, the longest. */
function alternatives(texts: string[]): RegExp | undefined {
  if (texts.length === 0) return undefined
  const escaped = texts
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`(?<![\\p{L}\\d])(?:${escaped.join('|')})(?![\\p{L}\\d])`, 'gu')
}
