/** Finds the person behind a consumer, by the data that a client has (CI-12, CI-13, CI-14, CI-29). */
import {
  addressKey,
  birthDateKey,
  type Market as Country,
  familyNameKey,
  type Person,
  parseDanishCpr,
  parseFinnishPersonalCode,
  parseNorwegianNationalNumber,
  parseSwedishPersonalNumber,
  timeZoneOf,
} from '../../fixtures/index.ts'
import { type AddressParts, addressOf, isAt } from './address-text.ts'
import { type KnownPerson, registered, seesSandbox, sourcesOf } from './known-person.ts'
import { isNamed } from './names.ts'
import {
  type ApiContext,
  type ConsumerData,
  keyOf,
  type Market,
  type Owner,
  type PersonRecord,
  type SourceName,
} from './states.ts'

export type Identification =
  | { found: KnownPerson; by: 'legal id' | 'name and birth date' | 'name and address' }
  | { found: undefined; sources: SourceName[]; reason: string }

/** The data of a search. */
interface Query {
  data: ConsumerData
  market: Market
  /** Canonical if it is valid in the market, otherwise as the client sent it. */
  legalId: string
  valid: boolean
  address: AddressParts
}

type Read = (text: string, options: { today: string }) => string | undefined
const PARSERS: Readonly<Record<Country, Read>> = {
  DK: parseDanishCpr,
  FI: parseFinnishPersonalCode,
  NO: parseNorwegianNationalNumber,
  SE: parseSwedishPersonalNumber,
}

/** A legal id in its canonical spelling; undefined if it is not valid in the market. */
export function canonicalLegalId(text: string, market: Market, today: string): string | undefined {
  return market === 'XX' ? undefined : PARSERS[market](text, { today })
}

/**
 * Finds the person that the data describes, first among the client's own people in the sandbox, then in the market's
 * register: by legal id, else by name with birth date, else by name with address. A person that contradicts the data does
 * not match. If several match, the phone number decides; if several still match, none is found (CI-29).
 */
export async function identify(
  data: ConsumerData,
  market: Market,
  owner: Owner,
  context: ApiContext,
): Promise<Identification> {
  const text = data.legalId?.trim() ?? ''
  const canonical = canonicalLegalId(text, market, context.clock.today(timeZoneOf(market)))
  const valid = canonical !== undefined
  const query: Query = { data, market, legalId: canonical ?? text, valid, address: addressOf(data) }
  let several = 0
  for (const search of searchesOf(owner, context)) {
    for (const [by, candidates] of await search(query)) {
      const [first, ...others] = distinguish(candidates, data)
      if (first && others.length === 0) return { found: first, by }
      several ||= others.length === 0 ? 0 : others.length + 1
    }
  }
  const reason = several > 0 ? `${several} persons match alike.` : explainNobody(query)
  return { found: undefined, sources: sourcesOf(market, owner), reason }
}

type Search = (
  query: Query,
) => Promise<[Extract<Identification, { found: KnownPerson }>['by'], KnownPerson[]][]>

/** Looks people up by an index and its value. */
type LookUp = (
  index: 'legalId' | 'birthDate' | 'familyName' | 'address',
  value: string,
) => Promise<KnownPerson[]>

function searchesOf(owner: Owner, context: ApiContext): Search[] {
  const { collections, populations, clock } = context
  const own: LookUp = async (index, value) => {
    const query = { index, equals: keyOf(owner.client, value), limit: 1_000 }
    const { rows } = await collections.sandboxPersons.page(query)
    return rows.map(({ doc }) => ({ person: doc.person, source: 'CUSTOM_SANDBOX' as const, stamps: doc }))
  }
  const register: LookUp = async (index, value) => {
    const people = await (index === 'legalId' ? byNumber(value) : populations.people.find(index, value))
    return people.map((person) => registered(person, owner, clock.now()))
  }
  async function byNumber(value: string): Promise<Person[]> {
    const [market, number = ''] = value.split('|')
    const person = await populations.people.get(number)
    return person && person.market === market ? [person] : []
  }
  return (seesSandbox(owner) ? [own, register] : [register]).map((lookUp) => (query) => look(query, lookUp))
}

/** The candidates of each kind of search, the most reliable kind first. */
async function look(query: Query, lookUp: LookUp): ReturnType<Search> {
  const { data, market, legalId, address } = query
  if (legalId !== '') {
    const found = await lookUp('legalId', `${market}|${legalId}`)
    if (found.length > 0) return [['legal id', found]]
  }
  const born = data.dateOfBirth
    ? await lookUp('birthDate', birthDateKey(market as Country, data.dateOfBirth))
    : []
  const there = await lookUpAddress(query, lookUp)
  return [
    ['name and birth date', born.filter(({ person }) => agrees(person, query))],
    [
      'name and address',
      // A match by address would reveal where a person with protected identity lives.
      there.filter(
        ({ person }) =>
          agrees(person, query) &&
          !person.protectedIdentity &&
          person.addresses.some((known) => isAt(address, known)),
      ),
    ],
  ]
}

/** People by street in a postal area, or by family name. This finds earlier addresses as well (CI-12). */
async function lookUpAddress({ data, market, address }: Query, lookUp: LookUp): Promise<KnownPerson[]> {
  const { streetName, postalCode, city } = address
  if (!streetName || !(postalCode || city) || !data.familyName) return []
  const country = market as Country
  const byName = await lookUp('familyName', familyNameKey(country, data.familyName))
  const byPlace = postalCode ? await lookUp('address', addressKey(country, postalCode, streetName)) : []
  return [...new Map([...byPlace, ...byName].map((known) => [known.person.gedi, known])).values()]
}

/** Whether the names are the person's, and no other given value contradicts. */
function agrees(person: PersonRecord, { data, legalId, valid }: Query): boolean {
  const { firstName, familyName, dateOfBirth, yearOfBirth, gender } = data
  const contradicted =
    // An invalid legal id may be misspelt, so it does not contradict.
    (valid && person.number !== '' && person.number !== legalId) ||
    (dateOfBirth !== undefined && person.birthDate !== dateOfBirth) ||
    (yearOfBirth !== undefined && Number(person.birthDate.slice(0, 4)) !== yearOfBirth) ||
    (gender !== undefined && person.sex !== undefined && person.sex !== gender)
  return (
    !contradicted &&
    isNamed(firstName ?? '', [...person.firstNames, person.preferredFirstName]) &&
    isNamed(familyName ?? '', [person.familyName, person.additionalName ?? ''])
  )
}

function distinguish(candidates: KnownPerson[], { phoneNumber }: ConsumerData): KnownPerson[] {
  if (candidates.length < 2 || !phoneNumber) return candidates
  const digits = phoneNumber.replaceAll(/[\s()-]/g, '')
  const called = candidates.filter(({ person }) => person.phoneNumbers.includes(digits))
  return called.length > 0 ? called : candidates
}

function explainNobody({ data, market, legalId, address }: Query): string {
  const given = [
    legalId !== '' && 'legal id',
    data.firstName && data.familyName && data.dateOfBirth && 'name with birth date',
    data.firstName && data.familyName && address.streetName && 'name with address',
  ].filter(Boolean)
  return given.length === 0
    ? 'The data has no legal id, and no first and family name with birth date or address.'
    : `Nobody in ${market} matches by ${given.join(' or ')}.`
}
