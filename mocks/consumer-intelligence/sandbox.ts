/** The client's own people in the sandbox (CI-33). */

import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'
import { gediOf, timeZoneOf } from '../../fixtures/index.ts'
import { canonicalLegalId } from './identification.ts'
import type { KnownPerson } from './known-person.ts'
import {
  type ApiContext,
  type KnownAddress,
  keyOf,
  type Market,
  type Owner,
  type PersonRecord,
  type SandboxRecord,
} from './states.ts'
import { personChanged } from './subscriptions.ts'

type SandboxPerson = components['schemas']['SandboxPerson']
type SandboxAddress = components['schemas']['SandboxAddress']

const MARKETS: Readonly<Record<string, Market>> = { DK: 'DK', FI: 'FI', NO: 'NO', SE: 'SE' }

/**
 * Adds a person, or replaces the one with the client's id, which keeps its gedi. Subscribers of the person get the change
 * (CI-33).
 */
export async function putSandboxPerson(
  sent: SandboxPerson,
  owner: Owner,
  context: ApiContext,
): Promise<{ id: string; gedi: string }> {
  const { sandboxPersons } = context.collections
  const before = await sandboxPersons.get(keyOf(owner.client, sent.id))
  const now = context.clock.iso()
  const person = readSandboxPerson(sent, gediOf(keyOf(owner.client, sent.id)), context)
  const record = { client: owner.client, id: sent.id, person, created: before?.created ?? now, changed: now }
  await sandboxPersons.put(record)
  if (before) await personChanged(known(before), known(record), owner, context)
  return { id: sent.id, gedi: person.gedi }
}

function known({ person, ...stamps }: SandboxRecord): KnownPerson {
  return { person, source: 'CUSTOM_SANDBOX', stamps }
}

function readSandboxPerson(sent: SandboxPerson, gedi: string, { clock }: ApiContext): PersonRecord {
  const { legalId = '', firstName = '', addressList = [], phoneList = [] } = sent
  const market = MARKETS[sent.country] ?? 'XX'
  const today = clock.today(timeZoneOf(market))
  const firstNames = firstName.split(/[\s,]+/).filter(Boolean)
  const sex = sent.gender?.toUpperCase() as PersonRecord['sex']
  return {
    number: canonicalLegalId(legalId, market, today) ?? legalId.trim(),
    market,
    gedi,
    firstNames,
    preferredFirstName: firstNames[0] ?? '',
    familyName: sent.familyName ?? '',
    ...(sex && { sex }),
    birthDate: sent.dateOfBirth ?? '',
    protectedIdentity: addressList.some(({ restricted }) => restricted),
    children: [],
    citizenship: sent.citizenship ?? [],
    addresses: addressList.map(readAddress),
    phoneNumbers: phoneList.map(({ number }) => number),
    affiliations: [],
  }
}

function readAddress({ type, subType, restricted, ...address }: SandboxAddress): KnownAddress {
  const registered = subType === undefined || subType.toLowerCase() === 'domicile'
  return { ...address, type: registered ? 'REGISTERED' : 'POSTAL' }
}
