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

/**
 * The address of a query. A given value is used, an empty string leaves its member empty, and a null or absent member is
 * taken from `fullAddress` (CI-14).
 */
export function addressOf(data: ConsumerData): AddressParts {
  const parsed = data.fullAddress ? parseAddress(data.fullAddress) : {}
  const parts: AddressParts = {}
  for (const member of MEMBERS) {
    const value = data[member] ?? parsed[member]
    if (value) parts[member] = value
  }
  return parts
}

/** A postal code followed by a city, at the end of the text or of a part of it. */
const PLACE = /(?:^|[,\s])\s*(?:[A-Z]{1,2}-)?(\d{3} ?\d{2}|\d{4})\s+(\p{L}[^,\d]*)$/u
const STREET = /^(.*?\p{L}\.?)(?:\s+(\d+)\s*(?:(\p{L})(?![\p{L}\d]))?\s*(.*))?$/u
const APARTMENT = /^(?:lgh|lägenhet|leil\.?|leilighet|as\.?|apt\.?|lejl\.?)?\s*(H?\d{1,4})$/iu
const FLOOR = /^(st|kl|\d{1,2})\.?(?:\s*sal)?(?:[.,\s]+(tv|th|mf|\d{1,4}))?\.?$/iu

/**
 * The parts of a written address, without the parts that cannot be recognized (CI-14).
 *
 * @example parseAddress('Storgatan 22B') // { streetName: 'Storgatan', streetNumber: '22', entrance: 'B' }
 */
export function parseAddress(text: string): AddressParts {
  const parts: AddressParts = {}
  let rest = text.trim().replaceAll(/\s+/g, ' ')
  const place = PLACE.exec(rest)
  if (place) {
    parts.postalCode = place[1]!.replace(' ', '')
    parts.city = place[2]!.trim()
    rest = rest.slice(0, place.index)
  }
  const [first = '', ...further] = rest.split(',').map((part) => part.trim())
  const [, streetName, streetNumber, entrance, behind] = STREET.exec(first) ?? []
  if (streetName) parts.streetName = streetName
  if (streetNumber) parts.streetNumber = streetNumber
  if (entrance) parts.entrance = entrance
  for (const part of [behind, ...further]) if (part) readDwelling(part, parts)
  return parts
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

/** Whether every given part equals that of the address; case and spaces do not matter. */
export function isAt(
  given: AddressParts,
  address: Readonly<Partial<Record<AddressMember, string>>>,
): boolean {
  return MEMBERS.every((member) => {
    const wanted = given[member]
    return wanted === undefined || fold(wanted) === fold(address[member] ?? '')
  })
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s/g, '')
}
