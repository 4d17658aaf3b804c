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
import { addressOf, readingOf } from './address-text.ts'
import { type KnownPerson, registered, seesSandbox, sourcesOf } from './known-person.ts'
import { contradictionsOf, hasPhone, isNamedAs, livedAt, livedIn, type Query, wasBornIn } from './matching.ts'
import { phoneNumberOf } from './phone-text.ts'
import {
  type ApiContext,
  type ConsumerData,
  keyOf,
  type Market,
  type Owner,
  type SourceName,
} from './states.ts'

/** What a person was found by, in the order in which it is tried. */
type Rule =
  | 'legal id'
  | 'name and birth date'
  | 'name, year of birth and place'
  | 'name and address'
  | 'name and phone number'

/** The reason names the rule, and how a written address was read. */
export type Identification =
  | { found: KnownPerson; reason: string }
  | { found: undefined; sources: SourceName[]; reason: string }

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
 * register, by one rule after the other. A person that contradicts the data does not match, unless the setting
 * `contradictions` says so. If several match, the phone number decides; if several still match, none is found (CI-29).
 */
export async function identify(
  data: ConsumerData,
  market: Market,
  owner: Owner,
  context: ApiContext,
): Promise<Identification> {
  const query = queryOf(data, market, context)
  const reading = readingOf(query.address)
  const explain = (text: string) => `CI-29: ${[text, reading].filter(Boolean).join(' ')}`
  let miss: string | undefined
  for (const lookUp of lookUpsOf(owner, context)) {
    for (const [rule, candidates] of await look(query, lookUp)) {
      const agreeing = candidates.filter(({ person }) => contradictionsOf(person, query).length === 0)
      const [first, ...others] = distinguish(agreeing, query)
      if (first && others.length === 0) return { found: first, reason: explain(`found by ${rule}.`) }
      if (first) miss ??= `${others.length + 1} persons match alike by ${rule}.`
      else if (candidates[0])
        miss ??= explainContradiction(rule, contradictionsOf(candidates[0].person, query))
    }
  }
  const sources = sourcesOf(market, owner)
  return { found: undefined, sources, reason: explain(miss ?? explainNobody(query)) }
}

function queryOf(data: ConsumerData, market: Market, { clock, settings }: ApiContext): Query {
  const text = data.legalId?.trim() ?? ''
  const canonical = canonicalLegalId(text, market, clock.today(timeZoneOf(market)))
  return {
    data,
    market,
    legalId: canonical ?? text,
    valid: canonical !== undefined,
    address: addressOf(data),
    phone: data.phoneNumber ? phoneNumberOf(data.phoneNumber, market) : undefined,
    contradictions: settings.contradictions,
  }
}

/** Looks people up by an index and its value. */
type LookUp = (
  index: 'legalId' | 'birthDate' | 'familyName' | 'address' | 'phone',
  value: string,
) => Promise<KnownPerson[]>

function lookUpsOf(owner: Owner, context: ApiContext): LookUp[] {
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
  return seesSandbox(owner) ? [own, register] : [register]
}

/** The candidates of each rule that the data is enough for; a legal id leaves no other rule (CI-29). */
async function look(query: Query, lookUp: LookUp): Promise<[Rule, KnownPerson[]][]> {
  const { data, market, legalId, valid, address, phone } = query
  if (legalId !== '') {
    const found = await lookUp('legalId', `${market}|${legalId}`)
    if (valid || found.length > 0) return [['legal id', found]]
  }
  const { firstName, familyName, dateOfBirth, yearOfBirth } = data
  if (!firstName || !familyName) return []
  const { streetName, postalCode, city } = address.parts
  const country = market as Country
  const namesakes = await lookUp('familyName', familyNameKey(country, familyName))
  const found: [Rule, KnownPerson[]][] = []
  const add = (rule: Rule, candidates: KnownPerson[], fits: (known: KnownPerson) => boolean) => {
    const named = candidates.filter((known) => isNamedAs(known.person, data) && fits(known))
    found.push([rule, [...new Map(named.map((known) => [known.person.gedi, known])).values()]])
  }
  if (dateOfBirth) {
    add('name and birth date', await lookUp('birthDate', birthDateKey(country, dateOfBirth)), () => true)
  }
  if (yearOfBirth !== undefined && (postalCode || city)) {
    const fits = ({ person }: KnownPerson) => wasBornIn(person, yearOfBirth) && livedIn(person, address.parts)
    add('name, year of birth and place', namesakes, fits)
  }
  if (streetName && (postalCode || city)) {
    const there = postalCode ? await lookUp('address', addressKey(country, postalCode, streetName)) : []
    add('name and address', [...there, ...namesakes], ({ person }) => livedAt(person, address.parts))
  }
  if (phone) {
    const called = [...(await lookUp('phone', phone)), ...namesakes]
    add('name and phone number', called, ({ person }) => hasPhone(person, phone))
  }
  return found
}

function distinguish(candidates: KnownPerson[], { phone }: Query): KnownPerson[] {
  if (candidates.length < 2 || !phone) return candidates
  const called = candidates.filter(({ person }) => hasPhone(person, phone))
  return called.length > 0 ? called : candidates
}

function explainContradiction(rule: Rule, members: readonly string[]): string {
  return `who matches by ${rule} has another ${members.join(' and ')}, and the setting contradictions is exclude.`
}

function explainNobody({ data, market, legalId, valid, address, phone }: Query): string {
  const { streetName, postalCode, city } = address.parts
  const place = postalCode || city
  const named = data.firstName && data.familyName && !valid
  const given = [
    legalId !== '' && 'legal id',
    named && data.dateOfBirth && 'name with birth date',
    named && data.yearOfBirth !== undefined && place && 'name with year of birth and place',
    named && streetName && place && 'name with address',
    named && phone && 'name with phone number',
  ].filter(Boolean)
  return given.length === 0
    ? 'the data has no legal id, and no first and family name with a birth date, a year of birth and a place, an address or a phone number.'
    : `Nobody in ${market} matches by ${given.join(' or ')}.`
}
