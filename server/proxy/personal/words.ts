/** Invented words in place of names: made of syllables, so that there are enough of them. */
import type { Random } from '../../../src/harness/random.ts'

/** A word in running text, with an apostrophe inside it as in O’Brien. */
export const WORD = /[\p{L}]+(?:['’][\p{L}]+)*/gu

const CONSONANTS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'j'] as const
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'y'] as const

/** Endings that every street or place can have. */
const STREET =
  /(?:gatan|gata|gate|gaten|vägen|väg|veien|vegen|vei|vej|gade|katu|tie|polku|allé|torget|stien)$/i
/** Abbreviations of legal forms, which many companies have in their name. */
const LEGAL_FORM =
  /^(?:AB|HB|KB|AS|ASA|ANS|DA|ENK|NUF|SA|BA|Oy|Oyj|Ky|Tmi|A\/S|ApS|I\/S|publ|Aktiebolag|Osakeyhtiö)$/

export function inventWord(random: Random): string {
  const syllables = Array.from(
    { length: random.integer(3, 4) },
    () => `${random.pick(CONSONANTS)}${random.pick(VOWELS)}`,
  )
  return syllables.join('')
}

/** Gives the invented word the ending of the original if that is the ending of a street; both in lower case. */
export function withEnding(word: string, invented: string): string {
  return `${invented}${word.length > 6 ? (STREET.exec(word)?.[0] ?? '') : ''}`
}

/** Writes the other word in capitals, or with a capital at its start, as the first is written. */
export function withCase(word: string, other: string): string {
  if (word === word.toUpperCase()) return other.toUpperCase()
  return word[0] === word[0]?.toUpperCase() ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other
}

export function isLegalForm(word: string): boolean {
  return LEGAL_FORM.test(word)
}
