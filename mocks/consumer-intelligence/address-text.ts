/** Parses addresses in one string, as people write them in the Nordic countries. */
import type { ConsumerData } from './states.ts'

const MEMBERS = [
  'streetName',
  'streetNumber',
  'entrance',
  'floor',
  'apartment',
  'postalCode',
  'city',
] as const

export type AddressMember = (typeof MEMBERS)[number]
export type AddressParts = Partial<Record<AddressMember, string>>

/** What a written address says; `careOf` is read, but not compared. */
export type ParsedAddress = AddressParts & { careOf?: string }

/** The address of a search, and how its `fullAddress` was read. */
export interface SearchedAddress {
  parts: AddressParts
  parsed?: ParsedAddress
}

/**
 * The address of a query. A given value is used, an empty string leaves its member empty, and a null or absent member is
 * taken from `fullAddress` (CI-14).
 */
export function addressOf(data: ConsumerData): SearchedAddress {
  const parsed = data.fullAddress ? parseAddress(data.fullAddress) : undefined
  const parts: AddressParts = {}
  for (const member of MEMBERS) {
    const value = data[member] ?? parsed?.[member]
    if (value) parts[member] = value
  }
  return { parts, ...(parsed && { parsed }) }
}

/** A postal code followed by a city, at the end of the text or of a part of it. */
const PLACE = /(?:^|[,\s])\s*(?:[A-Z]{1,2}-)?(\d{3} ?\d{2}|\d{4})\s+(\p{L}[^,\d]*)$/u
const STREET = /^(.*?\p{L}\.?)(?:\s+(\d+(?:\s*[-–]\s*\d+)?)\s*(?:(\p{L})(?![\p{L}\d]))?\s*(.*))?$/u
/** Whose home it is, such as `c/o Lind`; Norwegian and Danish also write `v/`. */
const CARE_OF = /^(?:c\/o|co\/|v\/)[\s:]*(.+)$/iu
/** A name, and behind it a street with a number. */
const NAME_AND_STREET = /^(.*?\S)\s+(\S+\s+\d.*)$/
const NUMBERS = /^(\d+)(?:\s*[-–]\s*(\d+))?$/
const APARTMENT = /^(?:lgh|lägenhet|leil\.?|leilighet|as\.?|apt\.?|lejl\.?)?\s*(H?\d{1,4})$/iu
const FLOOR = /^(st|kl|\d{1,2})\.?(?:\s*sal)?(?:[.,\s]+(tv|th|mf|\d{1,4}))?\.?$/iu

/**
 * The parts of a written address, without the parts that cannot be recognized (CI-14).
 *
 * @example parseAddress('Storgatan 22B') // { streetName: 'Storgatan', streetNumber: '22', entrance: 'B' }
 */
export function parseAddress(text: string): ParsedAddress {
  const { careOf, where } = splitCareOf(text)
  const parts: ParsedAddress = careOf === undefined ? {} : { careOf }
  let rest = where
  const place = PLACE.exec(rest)
  if (place) {
    parts.postalCode = place[1]!.replace(' ', '')
    parts.city = place[2]!.trim()
    rest = rest.slice(0, place.index)
  }
  const [first = '', ...further] = rest.split(',').map((part) => part.trim())
  const [, streetName, streetNumber, entrance, behind] = STREET.exec(first) ?? []
  if (streetName) parts.streetName = streetName
  if (streetNumber) parts.streetNumber = streetNumber.replaceAll(/\s/g, '').replace('–', '-')
  if (entrance) parts.entrance = entrance
  for (const part of [behind, ...further]) if (part) readDwelling(part, parts)
  return parts
}

/** Takes the part with `c/o` out of an address, whose parts are lines or stand between commas. */
function splitCareOf(text: string): { careOf?: string; where: string } {
  const parts = text
    .split(/[\r\n,]+/)
    .map((part) => part.trim().replaceAll(/\s+/g, ' '))
    .filter(Boolean)
  const at = parts.findIndex((part) => CARE_OF.test(part))
  const name = CARE_OF.exec(parts[at] ?? '')?.[1]
  if (name === undefined) return { where: parts.join(', ') }
  const [, careOf = name, street] = NAME_AND_STREET.exec(name) ?? []
  parts.splice(at, 1, ...(street === undefined ? [] : [street]))
  return { careOf, where: parts.join(', ') }
}

function readDwelling(text: string, parts: AddressParts): void {
  const apartment = APARTMENT.exec(text)
  const floor = FLOOR.exec(text)
  if (apartment) parts.apartment ??= apartment[1]!
  else if (floor) {
    parts.floor ??= floor[1]!
    if (floor[2]) parts.apartment ??= floor[2]
  } else if (/^\p{L}[^\d]*$/u.test(text)) parts.city ??= text
}

/** Whether every given part is that of the address; case and spaces do not matter. */
export function isAt(
  given: AddressParts,
  address: Readonly<Partial<Record<AddressMember, string>>>,
): boolean {
  return MEMBERS.every((member) => {
    const wanted = given[member]
    if (wanted === undefined) return true
    const known = address[member] ?? ''
    return fold(wanted) === fold(known) || (member === 'streetNumber' && overlap(wanted, known))
  })
}

/** Whether two numbers of houses, or ranges such as `22-24`, have a house in common (CI-14). */
function overlap(left: string, right: string): boolean {
  const [one, other] = [numbersIn(left), numbersIn(right)]
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last
}

function numbersIn(text: string): { first: number; last: number } | undefined {
  const [, first, last = first] = NUMBERS.exec(text.trim()) ?? []
  return first === undefined ? undefined : { first: Number(first), last: Number(last) }
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s/g, '')
}

/** How a `fullAddress` was read, for the reason of an answer. */
export function readingOf({ parsed }: SearchedAddress): string | undefined {
  if (!parsed) return undefined
  const known = (['careOf', ...MEMBERS] as const).filter((member) => parsed[member] !== undefined)
  const parts = known.map((member) => `${member} "${parsed[member]}"`)
  return `fullAddress was read as ${parts.join(', ') || 'nothing'}.`
}
