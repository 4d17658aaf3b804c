/** A person as the contract shows it (CI-15). The values of the members are assumed. */

import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'
import { ageOn } from '../../fixtures/calendar-date.ts'
import { timeZoneOf } from '../../fixtures/index.ts'
import { currentAddressOf, gediByNumber, type KnownPerson } from './known-person.ts'
import type { ApiContext, KnownAddress, Market, PersonRecord, Subscription } from './states.ts'

type Schemas = components['schemas']
export type PersonView = Schemas['Person']

const LANGUAGES: Readonly<Record<Market, string | null>> = {
  DK: 'da-DK',
  FI: 'fi-FI',
  NO: 'nb-NO',
  SE: 'sv-SE',
  XX: null,
}
const FULL_AGE = 18
const RETIRED = 67

/**
 * Shows a person. Addresses, moves and phone numbers of a protected identity are hidden. `changed` is the last change that
 * the subscription saw; without a subscription, the last one in the harness, or else the last day of one in the register.
 */
export async function viewPerson(
  { person, source, stamps }: KnownPerson,
  subscription: Subscription | undefined,
  context: ApiContext,
): Promise<PersonView> {
  const { sex = null, deceasedOn = null, emigratedOn = null, protectedIdentity } = person
  const restricted = protectedIdentity || deceasedOn !== null
  const today = context.clock.today(timeZoneOf(person.market))
  const age = person.birthDate === '' ? null : ageOn(person.birthDate, deceasedOn ?? today)
  const { created, changed } = stamps ?? registeredBetween(person)
  return {
    status: {
      deceased: deceasedOn !== null,
      deceasedDate: deceasedOn,
      emigrated: emigratedOn !== null,
      emigratedDate: emigratedOn,
      protectedIdentity,
    },
    relationships: await relationshipsOf(person, context),
    relocationEvents: protectedIdentity ? [] : relocationsOf(person),
    addresses: protectedIdentity ? [] : currentAddresses(person).map(viewAddress),
    birthPlace: person.birthPlace ?? null,
    phoneNumbers: protectedIdentity ? [] : person.phoneNumbers.map(viewPhone),
    enrichment: { lifeStage: lifeStageOf(person, age), ...subscription?.enrichment },
    customEnrichment: {},
    metadata: {
      gedi: person.gedi,
      source,
      market: person.market,
      created,
      changed: subscription?.changed ?? changed,
    },
    languageTag: LANGUAGES[person.market],
    directMarketingRestriction: restricted,
    charityMarketingRestriction: restricted,
    onlineMarketingRestriction: restricted,
    sex,
    gender: sex,
    minor: age === null ? 'UNKNOWN' : age < FULL_AGE ? 'YES' : 'NO',
    citizenship: person.citizenship,
    legalId: person.number === '' ? null : { value: person.number, country: person.market },
    estimatedAge: age,
    ...namesOf(person),
    birthDate: person.birthDate || null,
    birthDatePrecision: person.birthDate === '' ? null : 'DAY',
    maritalStatus: person.maritalStatus === 'UNMARRIED' ? 'SINGLE' : (person.maritalStatus ?? null),
    diplomaticImmunity: false,
    futureLegalAuthorization: false,
    identificationClaim: false,
  }
}

function namesOf({ firstNames, preferredFirstName, additionalName, familyName }: PersonRecord) {
  return {
    firstNames,
    possibleNicknames: [],
    preferredFirstName: preferredFirstName || null,
    additionalName: additionalName ?? null,
    familyName: familyName || null,
    honorificPrefix: null,
    honorificSuffix: null,
    shortenedFullName: `${preferredFirstName} ${familyName}`.trim() || null,
    baseNameCode: null,
  }
}

async function relationshipsOf(
  { spouse, mother, father, children }: PersonRecord,
  context: ApiContext,
): Promise<PersonView['relationships']> {
  const gedis = async (numbers: (string | undefined)[]) => {
    const found: string[] = []
    for (const number of numbers) {
      const gedi = number && (await gediByNumber(number, context))
      if (gedi) found.push(gedi)
    }
    return found
  }
  const [partner = null] = await gedis([spouse])
  return { spouse: partner, parents: await gedis([mother, father]), children: await gedis(children) }
}

/** Sandbox people can have several current addresses; other people have one, followed by earlier ones. */
function currentAddresses(person: PersonRecord): KnownAddress[] {
  return person.addresses.filter(({ to }) => to === undefined)
}

/** The moves in the register, latest first. */
function relocationsOf(person: PersonRecord): Schemas['RelocationEvent'][] {
  const events: Schemas['RelocationEvent'][] = []
  const current = currentAddressOf(person)
  const [last] = person.addresses
  if (person.emigratedOn && !current) {
    events.push({
      type: 'EMIGRATED',
      date: person.emigratedOn,
      from: last ? viewAddress(last) : null,
      to: null,
    })
  }
  for (const [index, from] of person.addresses.entries()) {
    const to = person.addresses[index - 1]
    if (to?.from === undefined || from.to === undefined) continue
    events.push({ type: 'MOVED', date: to.from, from: viewAddress(from), to: viewAddress(to) })
  }
  return events
}

function viewAddress(address: KnownAddress): Schemas['Address'] {
  return {
    type: address.type ?? 'REGISTERED',
    careOf: address.careOf ?? null,
    streetName: address.streetName ?? null,
    streetNumber: address.streetNumber ?? null,
    entrance: address.entrance ?? null,
    floor: address.floor ?? null,
    apartment: address.apartment ?? null,
    postalCode: address.postalCode ?? null,
    city: address.city ?? null,
    country: address.country ?? null,
    validFrom: address.from ?? null,
  }
}

/** Only Swedish numbers show their type: +467 is mobile. */
function viewPhone(number: string): Schemas['PhoneNumber'] {
  if (!number.startsWith('+46')) return { type: 'UNKNOWN', number }
  return { type: number.startsWith('+467') ? 'MOBILE' : 'LANDLINE', number }
}

function lifeStageOf({ children }: PersonRecord, age: number | null): string | null {
  if (age === null) return null
  if (age < FULL_AGE) return 'CHILD'
  if (age >= RETIRED) return 'RETIRED'
  return children.length > 0 ? 'FAMILY' : 'ADULT'
}

function registeredBetween({ birthDate, addresses, deceasedOn, emigratedOn, changedAt }: PersonRecord) {
  const days = [...addresses.flatMap(({ from, to }) => [from, to]), deceasedOn, emigratedOn, birthDate]
    .filter((day) => day !== undefined)
    .toSorted()
  return { created: midnight(days[0]), changed: changedAt ?? midnight(days.at(-1)) }
}

const midnight = (day = '1970-01-01') => `${day}T00:00:00.000Z`
