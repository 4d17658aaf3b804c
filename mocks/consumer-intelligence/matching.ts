/** What of a search agrees with a person, and what contradicts (CI-12, CI-13, CI-29). */
import { type AddressParts, isAt, type SearchedAddress } from './address-text.ts'
import { isNamed, wordsOfName } from './names.ts'
import { phoneNumberOf } from './phone-text.ts'
import type { ConsumerData, Market, PersonRecord } from './states.ts'

/** The data of a search. */
export interface Query {
  data: ConsumerData
  market: Market
  /** Canonical if it is valid in the market, otherwise as the client sent it. */
  legalId: string
  valid: boolean
  address: SearchedAddress
  /** In E.164. */
  phone: string | undefined
  /** The setting: `exclude` or `ignore`. */
  contradictions: string
}

/** Whether first and family name are the person's. */
export function isNamedAs(person: PersonRecord, { firstName, familyName }: ConsumerData): boolean {
  return isNamed(firstName ?? '', firstNamesOf(person)) && isNamed(familyName ?? '', familyNamesOf(person))
}

const firstNamesOf = ({ firstNames, preferredFirstName }: PersonRecord) => [...firstNames, preferredFirstName]
const familyNamesOf = ({ familyName, additionalName = '' }: PersonRecord) => [familyName, additionalName]

/**
 * Members of the search that are not the person's; none if the setting ignores that. What is not known of a person does
 * not contradict.
 */
export function contradictionsOf(person: PersonRecord, { data, contradictions }: Query): string[] {
  if (contradictions === 'ignore') return []
  const { firstName = '', familyName = '', dateOfBirth, yearOfBirth, gender } = data
  const { birthDate, sex } = person
  const contradicted = {
    firstName: contradicts(firstName, firstNamesOf(person)),
    familyName: contradicts(familyName, familyNamesOf(person)),
    dateOfBirth: dateOfBirth !== undefined && birthDate !== '' && birthDate !== dateOfBirth,
    yearOfBirth: yearOfBirth !== undefined && birthDate !== '' && !wasBornIn(person, yearOfBirth),
    gender: gender !== undefined && sex !== undefined && sex !== gender,
  }
  return Object.entries(contradicted).flatMap(([member, isOther]) => (isOther ? [member] : []))
}

function contradicts(name: string, names: readonly string[]): boolean {
  return wordsOfName(name).length > 0 && wordsOfName(names.join(' ')).length > 0 && !isNamed(name, names)
}

export function wasBornIn({ birthDate }: PersonRecord, year: number): boolean {
  return birthDate !== '' && Number(birthDate.slice(0, 4)) === year
}

/** Whether the person's city and postal code are or were these, as far as they are given. */
export function livedIn(person: PersonRecord, { postalCode, city }: AddressParts): boolean {
  return livedAt(person, { ...(postalCode && { postalCode }), ...(city && { city }) })
}

/** Whether the person is or was at an address. Nobody with protected identity is found by it: that would tell it. */
export function livedAt({ protectedIdentity, addresses }: PersonRecord, parts: AddressParts): boolean {
  return !protectedIdentity && addresses.some((known) => isAt(parts, known))
}

/** Whether a number in E.164 is the person's; a protected identity hides its numbers. */
export function hasPhone({ protectedIdentity, phoneNumbers, market }: PersonRecord, phone: string): boolean {
  return !protectedIdentity && phoneNumbers.some((known) => phoneNumberOf(known, market) === phone)
}
