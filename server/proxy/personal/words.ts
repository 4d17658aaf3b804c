/** Words that nobody is called: made of syllables, so that there are enough of them and each is new. */
import type { Random } from '../../../src/harness/random.ts'

const CONSONANTS = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'j'] as const
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'y'] as const

/** What tells of a street or a place, not which. */
const STREET =
  /(?:gatan|gata|gate|gaten|vägen|väg|veien|vegen|vei|vej|gade|katu|tie|polku|allé|torget|stien)$/i
/** What tells of a legal form. */
const LEGAL_FORM =
  /^(?:AB|HB|KB|AS|ASA|ANS|DA|ENK|NUF|SA|BA|Oy|Oyj|Ky|Tmi|A\/S|ApS|I\/S|publ|Aktiebolag|Osakeyhtiö)$/

export function inventWord(random: Random): string {
  const syllables = Array.from(
    { length: random.integer(3, 4) },
    () => `${random.pick(CONSONANTS)}${random.pick(VOWELS)}`,
  )
  return syllables.join('')
}

/** With the end that makes the other word a street; both in lower case. */
export function withEnding(word: string, invented: string): string {
  return `${invented}${word.length > 6 ? (STREET.exec(word)?.[0] ?? '') : ''}`
}

export function withCase(word: string, other: string): string {
  if (word === word.toUpperCase()) return other.toUpperCase()
  return word[0] === word[0]?.toUpperCase() ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other
}

export function isLegalForm(word: string): boolean {
  return LEGAL_FORM.test(word)
}
