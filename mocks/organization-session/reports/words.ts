/** Formats values of the JSON for a report. */
import type { Schemas } from '../states.ts'

/** Shown for an unknown value. */
const UNKNOWN = '–'

/** Made when it is needed: a formatter of Intl takes as long as the rest of this simulator does to load. */
const inFigures = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 2 })

/** @example figure(38400000) // '38,400,000' */
export function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : inFigures(value)
}

export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : `${inFigures(value)} %`
}

export function text(value: string | null | undefined): string {
  return value || UNKNOWN
}

export function list(values: readonly string[] | null | undefined): string {
  return text(values?.join(', '))
}

/** @example addressLine({ street: 'Storgata 4', postalCode: '0155', city: 'Oslo', country: 'NO' }) */
export function addressLine(address: Schemas['Address'] | undefined): string {
  if (!address) return UNKNOWN
  const place = [address.postalCode, address.city].filter(Boolean).join(' ')
  return text([address.street, place, address.country].filter(Boolean).join(', '))
}

/** @example role('BOARD_MEMBER') // 'Board member' */
export function role(word: string | null | undefined): string {
  if (!word) return UNKNOWN
  return ROLES[word] ?? word
}

const ROLES: Readonly<Record<string, string>> = {
  CEO: 'Chief executive officer',
  CHAIRMAN: 'Chairman',
  DEPUTY_CHAIRMAN: 'Deputy chairman',
  PROPRIETOR: 'Proprietor',
  BOARD_MEMBER: 'Board member',
  DEPUTY_BOARD_MEMBER: 'Deputy board member',
  CONTACT_PERSON: 'Contact person',
  COMPANY_SECRETARY: 'Company secretary',
  REPRESENTATIVE_OF_FOREIGN_ENTITY: 'Representative of foreign entity',
  TRUSTEE: 'Trustee',
}

/** The currency of a country's accounts. */
export const currencies = { NO: 'NOK', SE: 'SEK', FI: 'EUR' } as const
