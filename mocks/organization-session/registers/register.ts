/** Reads the registers: organizations by their identifiers, and the people in them. */
import { isDuns } from '../../../fixtures/identity-numbers/duns.ts'
import { timeZoneOf } from '../../../fixtures/market.ts'
import type { Organization, OrganizationAddress } from '../../../fixtures/organization.ts'
import { currentAddress, type Person } from '../../../fixtures/person.ts'
import type { ApiContext, CountryPath, Schemas } from '../states.ts'
import { countries } from './countries.ts'
import { compact } from './country.ts'

/** How a text identifies an organization (OS-02). */
export type Identifier = { organizationNumber: string } | { duns: string }

/** Reads an identifier; undefined if it is neither an organization number of the country nor nine digits (OS-19, OS-20). */
export function readIdentifier(country: CountryPath, text: string): Identifier | undefined {
  const organizationNumber = countries[country].organizationNumber(text)
  if (organizationNumber !== undefined) return { organizationNumber }
  const duns = compact(text)
  return isDuns(duns) ? { duns } : undefined
}

/** The organization in a country's register; undefined if there is none, or if the identifier is invalid. */
export async function findOrganization(
  { country, identifier }: { country: CountryPath; identifier: string },
  { populations }: Pick<ApiContext, 'populations'>,
): Promise<Organization | undefined> {
  const read = readIdentifier(country, identifier)
  if (!read) return undefined
  const found =
    'duns' in read
      ? await populations.organizations.find('duns', read.duns)
      : [await populations.organizations.get(read.organizationNumber)]
  return found.find((organization) => organization?.market === countries[country].market)
}

/** A person whom an organization names. If no person has the number, nothing else is known. */
export interface Named {
  name: string | null
  dateOfBirth: string | null
  address: Schemas['Address']
  /** From the day of death on, a person holds no office (OS-27). */
  isDead: boolean
}

export async function personNamed(number: string, { clock, populations }: ApiContext): Promise<Named> {
  const person = await populations.people.get(number)
  if (!person) return { name: null, dateOfBirth: null, address: null, isDead: false }
  const { birthDate, deceasedOn, market } = person
  const isDead = deceasedOn !== undefined && deceasedOn <= clock.today(timeZoneOf(market))
  return { name: fullName(person), dateOfBirth: birthDate, address: homeOf(person), isDead }
}

/** The current name of an organization that another one refers to. */
export async function organizationNameOf(
  number: string,
  { populations }: ApiContext,
): Promise<string | null> {
  return (await populations.organizations.get(number))?.name ?? null
}

export function viewAddress(address: OrganizationAddress | undefined): Schemas['Address'] {
  return address ? { ...address } : null
}

function fullName({ firstNames, additionalName, familyName }: Person): string {
  return [...firstNames, additionalName, familyName].filter(Boolean).join(' ')
}

/** The address of a person; empty for a protected identity. */
function homeOf(person: Person): Schemas['Address'] {
  const home = currentAddress(person)
  if (!home || person.protectedIdentity) return null
  const { streetName, streetNumber, entrance, postalCode, city, country } = home
  const street = [streetName, streetNumber, entrance].filter(Boolean).join(' ')
  return { street, postalCode, city, country }
}
