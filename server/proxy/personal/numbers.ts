/** Nordic identity numbers of people and organizations: finds them in all their forms, and makes synthetic ones. */
import { isCalendarDate } from '../../../fixtures/calendar-date.ts'
import {
  danishSerials,
  makeDanishCpr,
  parseDanishCpr,
  readDanishCpr,
} from '../../../fixtures/identity-numbers/danish-cpr.ts'
import {
  makeFinnishBusinessId,
  parseFinnishBusinessId,
} from '../../../fixtures/identity-numbers/finnish-business-id.ts'
import {
  finnishTestSerials,
  makeFinnishPersonalCode,
  parseFinnishPersonalCode,
  readFinnishPersonalCode,
} from '../../../fixtures/identity-numbers/finnish-personal-code.ts'
import { isLei, makeLei } from '../../../fixtures/identity-numbers/lei.ts'
import {
  makeNorwegianNationalNumber,
  norwegianSerials,
  parseNorwegianNationalNumber,
  readNorwegianNationalNumber,
} from '../../../fixtures/identity-numbers/norwegian-national-number.ts'
import {
  makeNorwegianOrganizationNumber,
  parseNorwegianOrganizationNumber,
} from '../../../fixtures/identity-numbers/norwegian-organization-number.ts'
import type { NumberReading } from '../../../fixtures/identity-numbers/person-number.ts'
import {
  makeSwedishOrganizationNumber,
  parseSwedishOrganizationNumber,
} from '../../../fixtures/identity-numbers/swedish-organization-number.ts'
import {
  makeSwedishPersonalNumber,
  parseSwedishPersonalNumber,
  readSwedishPersonalNumber,
  swedishTestSerials,
} from '../../../fixtures/identity-numbers/swedish-personal-number.ts'
import { toIso } from '../../../src/harness/clock.ts'
import type { Random } from '../../../src/harness/random.ts'

/** What a new number depends on besides the old one, whose sex it keeps. */
export interface Making {
  random: Random
  /** The birth date that replaces another one. */
  dateFor(birthDate: string): string
}

export interface NumberKind {
  name: string
  /** The canonical form; undefined if the text is no such number. */
  parse(text: string): string | undefined
  /** Makes a synthetic number that nobody has. A RangeError asks for another try. */
  make(canonical: string, making: Making): string
  /** Finds it in running text. */
  pattern: RegExp
}

/**
 * All kinds. A text that fits several kinds counts as the first: kinds with stricter checks come first.
 * @param now milliseconds; decides on the century of short numbers.
 */
export function numberKinds(now: number): readonly NumberKind[] {
  const today = toIso(now).slice(0, 10)
  return [
    {
      name: 'FI',
      pattern: /(?<![\w-])\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y](?![\w-])/g,
      parse: parseFinnishPersonalCode,
      make(canonical, making) {
        const { birthDate, sex } = readFinnishPersonalCode(canonical) as NumberReading
        const serial = pick(finnishTestSerials(sex), making.random)
        return makeFinnishPersonalCode({ birthDate: making.dateFor(birthDate), sex, serial })
      },
    },
    {
      name: 'SE',
      pattern: /(?<![\w-])(?:\d{8}|\d{6})[-+]?\d{4}(?![\w-])/g,
      parse: (text) => parseSwedishPersonalNumber(text, { today }),
      make(canonical, making) {
        const { birthDate, sex, coordination } = readSwedishPersonalNumber(canonical) as NumberReading & {
          coordination: boolean
        }
        const serial = pick(swedishTestSerials(sex), making.random)
        return makeSwedishPersonalNumber({ birthDate: making.dateFor(birthDate), sex, serial, coordination })
      },
    },
    {
      name: 'SE organization',
      pattern: /(?<![\w-])(?:16)?\d{2}[2-9]\d{3}-?\d{4}(?![\w-])/g,
      parse: parseSwedishOrganizationNumber,
      make: (_canonical, { random }) => makeSwedishOrganizationNumber({ serial: random.integer(0, 999_999) }),
    },
    {
      name: 'NO',
      pattern: /(?<![\w-])\d{6}[ -]?\d{5}(?![\w-])/g,
      parse: parseNorwegianNationalNumber,
      make(canonical, making) {
        const { birthDate: born, sex } = readNorwegianNationalNumber(canonical) as NumberReading
        const birthDate = making.dateFor(born)
        return makeNorwegianNationalNumber({
          birthDate,
          sex,
          serial: pick(norwegianSerials(birthDate, sex), making.random),
        })
      },
    },
    {
      name: 'NO organization',
      pattern: /(?<![\w-])\d{3} ?\d{3} ?\d{3}(?![\w-])/g,
      parse: parseNorwegianOrganizationNumber,
      make: (_canonical, { random }) =>
        makeNorwegianOrganizationNumber({ serial: random.integer(0, 999_999) }),
    },
    {
      name: 'FI organization',
      pattern: /(?<![\w-])(?:FI)?\d{7}-?\d(?![\w-])/g,
      parse: parseFinnishBusinessId,
      make: (_canonical, { random }) => makeFinnishBusinessId({ serial: random.integer(0, 99_999) }),
    },
    {
      name: 'DK',
      pattern: /(?<![\w-])\d{6}[- ]?\d{4}(?![\w-])/g,
      parse: (text) => (/[1-9]/.test(text) ? parseDanishCpr(text) : undefined),
      make(canonical, making) {
        const reading = readDanishCpr(canonical)
        const birthDate = making.dateFor(reading?.birthDate ?? '1980-03-01')
        const serial = pick(danishSerials(birthDate), making.random)
        return makeDanishCpr({ birthDate, sex: reading?.sex ?? 'FEMALE', serial })
      },
    },
    {
      name: 'DK organization',
      // Eight digits can be a date: in running text they only count after the name of the register.
      pattern: /(?<=\b(?:CVR|DK)[-:. a-z]{0,8})\d{8}(?!\w)/gi,
      parse: (text) => (isCvr(text) && !isDigitDate(text) ? text : undefined),
      make: (_canonical, { random }) => makeCvr(random),
    },
    {
      name: 'LEI',
      pattern: /(?<![\w-])[0-9A-Z]{18}\d{2}(?![\w-])/g,
      parse: (text) => (isLei(text.toUpperCase()) ? text.toUpperCase() : undefined),
      make: (_canonical, { random }) => makeLei({ serial: random.integer(0, 999_999_999_999) }),
    },
  ]
}

function pick(serials: readonly number[], random: Random): number {
  if (serials.length === 0) throw new RangeError('There is no serial for this day')
  return serials[random.integer(0, serials.length - 1)] as number
}

const CVR_WEIGHTS = [2, 7, 6, 5, 4, 3, 2, 1]

/** Eight digits, the last by mod 11. */
function isCvr(text: string): boolean {
  return (
    /^[1-9]\d{7}$/.test(text) &&
    CVR_WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11 === 0
  )
}

/** Makes a CVR number that begins with 9; live ones do not. */
function makeCvr(random: Random): string {
  const start = 90_000_000 + random.integer(0, 9_999_900)
  for (let number = start; ; number++) if (isCvr(String(number))) return String(number)
}

function isDigitDate(text: string): boolean {
  const date = text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')
  return /^(?:19|20)/.test(text) && isCalendarDate(date)
}

/**
 * Writes a number in the form of another one: with its separators, and without century if that has none.
 *
 * @example writeLike('800102-2386', '198001022386', '198012302382') // '801230-2382'
 */
export function writeLike(text: string, canonical: string, replacement: string): string {
  const [was, is] = [onlySigns(canonical), onlySigns(replacement)]
  const signs = onlySigns(text)
  const kept = Math.min(signs.length, was.length)
  const fresh = `${signs.slice(0, signs.length - kept)}${is.slice(is.length - kept)}`
  let at = 0
  const lower = /[a-z]/.test(text)
  return [...text]
    .map((character) => {
      if (!/[0-9A-Za-z]/.test(character)) return character
      const sign = fresh[at++] ?? ''
      return lower ? sign.toLowerCase() : sign
    })
    .join('')
}

const onlySigns = (text: string) => text.replaceAll(/[^0-9A-Za-z]/g, '')
