/** Finds and adds what a recording has and the twin does not: clients, tokens, people, organizations. */

import { readDanishCpr } from '../../fixtures/identity-numbers/danish-cpr.ts'
import { readFinnishPersonalCode } from '../../fixtures/identity-numbers/finnish-personal-code.ts'
import { readNorwegianNationalNumber } from '../../fixtures/identity-numbers/norwegian-national-number.ts'
import { parseOrganizationNumber } from '../../fixtures/identity-numbers/organization-number.ts'
import { readSwedishPersonalNumber } from '../../fixtures/identity-numbers/swedish-personal-number.ts'
import { organizations } from '../../fixtures/organizations.ts'
import { people } from '../../fixtures/people.ts'
import type { Person } from '../../fixtures/person.ts'
import { gediOf } from '../../fixtures/person.ts'
import { createTranslation } from '../../src/contract/translate.ts'
import type { Client } from '../../src/http/authorization.ts'
import { type BasicCredentials, basicTokenOf, readBasicToken } from '../../src/http/basic-credentials.ts'
import { viewPopulation } from '../../src/simulator/population.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Store } from '../../src/store/store.ts'
import { headerOf, type MatchedOperation, type WireMessage } from '../proxy/personal/message.ts'

/** The client credentials of a request, from Basic or a form, whose members settings may call otherwise. */
function credentialsOf(
  { headers, body }: WireMessage['request'],
  { simulator, operation }: NonNullable<MatchedOperation>,
): BasicCredentials | undefined {
  const basic = basicTokenOf(headerOf(headers, 'authorization'))
  if (basic) return readBasicToken(basic)
  if (!('bytes' in body)) return undefined
  const sent = Object.fromEntries(new URLSearchParams(body.bytes.toString('utf8')))
  const pointer = operation.body?.content[0]?.schema?.pointer ?? ''
  const form = createTranslation(simulator.contract)?.take(pointer, sent) ?? sent
  const { client_id: id, client_secret: secret = '' } = form as Record<string, string | undefined>
  return id === undefined ? undefined : { id, secret }
}

/** Clients that got a token and that the twin does not have. They get the rights of the twin's first client. */
export function unknownClients(
  played: readonly { matched: MatchedOperation; message: WireMessage }[],
): Record<string, Client[]> {
  const found: Record<string, Client[]> = {}
  for (const { matched, message } of played) {
    if (!matched || message.response.status !== 200) continue
    const { name, definition } = matched.simulator
    if (!definition.tokenOperations?.includes(matched.operation.id)) continue
    const given = credentialsOf(message.request, matched)
    const [first] = definition.clients ?? []
    if (!given || !first || definition.clients?.some(({ id }) => id === given.id)) continue
    const mine = found[name] ?? []
    found[name] = mine
    const { environment: _everywhere, ...rights } = first
    if (!mine.some(({ id }) => id === given.id)) mine.push({ ...rights, ...given })
  }
  return found
}

/** Tokens that were accepted but not issued within the recording. */
export function unknownTokens(
  played: readonly { matched: MatchedOperation; message: WireMessage }[],
): { simulator: Simulator; token: string }[] {
  const issued = new Set<string>()
  const found = new Map<string, { simulator: Simulator; token: string }>()
  for (const { matched, message } of played) {
    const { request, response } = message
    if (
      matched?.simulator.definition.tokenOperations?.includes(matched.operation.id) &&
      'bytes' in response.body
    ) {
      const token = /"access_token"\s*:\s*"([^"]*)"/.exec(response.body.bytes.toString('utf8'))?.[1]
      if (token !== undefined) issued.add(token)
    }
    const token = /^bearer +(\S+)$/i.exec(headerOf(request.headers, 'authorization') ?? '')?.[1]
    if (token === undefined || !matched || response.status === 401 || issued.has(token)) continue
    found.set(token, { simulator: matched.simulator, token })
  }
  return [...found.values()]
}

/** Adds a person or organization with this number to the twin; all other data is that of a known one. */
export async function seedUnknown(number: string, store: Store): Promise<void> {
  const known = viewPopulation(people, store)
  const registered = viewPopulation(organizations, store)
  if ((await known.get(number)) || (await registered.get(number))) return
  const person = personWith(number)
  if (person) await known.put(person)
  for (const market of ['SE', 'NO', 'FI'] as const) {
    const parsed = person ? undefined : parseOrganizationNumber(market, number)
    const like = organizations.records().find((organization) => organization.market === market)
    if (parsed !== undefined && like) await registered.put({ ...like, number: parsed })
  }
}

function personWith(number: string): Person | undefined {
  const readings = [
    ['SE', readSwedishPersonalNumber(number)],
    ['NO', readNorwegianNationalNumber(number)],
    ['FI', readFinnishPersonalCode(number)],
    ['DK', readDanishCpr(number)],
  ] as const
  const [market, reading] = readings.find(([, read]) => read !== undefined) ?? []
  const like = people.records().find((person) => person.market === market)
  if (!market || !reading || !like) return undefined
  const { spouse: _spouse, mother: _mother, father: _father, subject: _subject, ...plainly } = like
  const { birthDate, sex } = reading
  return { ...plainly, number, gedi: gediOf(number), birthDate, sex, children: [] }
}
