/** People as this API knows them: those of the harness, and in the sandbox the client's own. */
import { durationOf } from 'tvilling'
import { currentAddress, type Person, people } from '../../fixtures/index.ts'
import { fictionalPhoneNumber } from '../../fixtures/phone-numbers.ts'
import {
  type ApiContext,
  type KnownAddress,
  keyOf,
  type Market,
  type Owner,
  type PersonRecord,
  type SourceName,
} from './states.ts'

export interface KnownPerson {
  person: PersonRecord
  source: SourceName
  /** When the client created the person in the sandbox, and last changed it. */
  stamps?: { created: string; changed: string }
}

const REGISTERS: Readonly<Record<Market, SourceName>> = {
  DK: 'CPR',
  FI: 'DVV',
  NO: 'FREG',
  SE: 'SPAR',
  XX: 'DUN_BRADSTREET',
}

/** The gedi of the sandbox person that changes every day (CI-34). */
export const DAILY_GEDI = 'ME514F2704C7'
export const DAY = durationOf('P1D')
const FIRST_DAILY_PHONE = 10
const DAILY_PHONES = 10

/** Whether a client sees the sandbox's data; a client that works in both environments does. */
export const seesSandbox = ({ environment }: Owner) => environment !== 'production'

/** The sources for consumers of a market: the national register, and the client's own people (CI-27, CI-33). */
export function sourcesOf(market: Market, owner: Owner): SourceName[] {
  return seesSandbox(owner) ? ['CUSTOM_SANDBOX', REGISTERS[market]] : [REGISTERS[market]]
}

/** A person of the harness as a client sees it at this instant. */
export function registered(person: Person, owner: Owner, now: number): KnownPerson {
  const seen = person.gedi === DAILY_GEDI && owner.environment === 'sandbox' ? onDay(person, now) : person
  return { person: seen, source: REGISTERS[person.market] }
}

/** The person with this gedi; undefined if there is none that the client can see. */
export async function personByGedi(
  gedi: string,
  owner: Owner,
  context: ApiContext,
): Promise<KnownPerson | undefined> {
  if (seesSandbox(owner)) {
    const query = { index: 'gedi' as const, equals: keyOf(owner.client, gedi), limit: 1 }
    const own = (await context.collections.sandboxPersons.page(query)).rows[0]?.doc
    if (own) return { person: own.person, source: 'CUSTOM_SANDBOX', stamps: own }
  }
  const [person] = await context.populations.people.find('gedi', gedi)
  return person && registered(person, owner, context.clock.now())
}

/** The gedi of the person with a number, for the relations of another person. */
export async function gediByNumber(number: string, context: ApiContext): Promise<string | undefined> {
  return (await context.populations.people.get(number))?.gedi
}

/** Every person of a market in the fixtures, for scenarios. */
export function peopleOfMarket(market: Market): Person[] {
  return [...people.base().byKey.values()].filter((person) => person.market === market)
}

export const currentAddressOf = (person: PersonRecord) =>
  currentAddress(person as Person) as KnownAddress | undefined

/** The daily person has another phone number each day, from ten numbers that are reserved for fiction (CI-34). */
export function onDay(person: Person, at: number): Person {
  const day = Math.floor(at / DAY)
  const phone = fictionalPhoneNumber(person.market, FIRST_DAILY_PHONE + (day % DAILY_PHONES))
  return { ...person, phoneNumbers: phone ? [phone] : [] }
}
