/** Other characters of the same sort in the same places. */
import type { Random } from '../../../src/harness/random.ts'

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Digits for digits, letters for letters of their case, all else as it is; a UUID for a UUID. */
export function sameShape(text: string, random: Random): string {
  if (UUID.test(text)) {
    const uuid = random.uuid()
    return text === text.toUpperCase() ? uuid.toUpperCase() : uuid
  }
  const hex = /^[0-9a-f]{8,}$/i.test(text) && /\d/.test(text)
  const letter = () => UPPER[random.integer(0, hex ? 5 : 25)] as string
  return [...text]
    .map((character) => {
      if (/\d/.test(character)) return String(random.integer(0, 9))
      if (/\p{Lu}/u.test(character)) return letter()
      return /\p{L}/u.test(character) ? letter().toLowerCase() : character
    })
    .join('')
}

/** Digits for digits; no zero takes the first place unless one had it. */
export function otherDigits(digits: string, random: Random): string {
  return [...digits]
    .map((digit, index) => (index === 0 && digit !== '0' ? random.integer(1, 9) : random.integer(0, 9)))
    .join('')
}
