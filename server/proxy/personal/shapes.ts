/** Random texts of the same shape as another text. */
import type { Random } from '../../../src/harness/random.ts'

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Replaces digits by digits and letters by letters of the same case; a UUID by a UUID. */
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

/** Replaces digits by digits; the first is 0 only if the original begins with 0. */
export function otherDigits(digits: string, random: Random): string {
  return [...digits]
    .map((digit, index) => (index === 0 && digit !== '0' ? random.integer(1, 9) : random.integer(0, 9)))
    .join('')
}
