/** Values that are no secret: the twin's people, organizations and clients. */
import { organizations } from '../../../fixtures/organizations.ts'
import { people } from '../../../fixtures/people.ts'
import { subjects } from '../../../fixtures/subjects.ts'
import type { Simulator } from '../../../src/simulator/simulator.ts'
import { type Kind, kindByName } from './kinds.ts'
import type { PublicValue } from './pseudonyms.ts'

/** Always in the same order, because the order decides on the stand-ins. */
export function* publicValues(simulators: readonly Simulator[]): Generator<PublicValue> {
  for (const { number } of people.records()) yield ['number', number]
  for (const { number } of subjects) yield ['number', number]
  for (const person of people.records()) {
    yield ['id', person.gedi]
    yield ['date', person.birthDate]
    for (const name of [
      ...person.firstNames,
      person.preferredFirstName,
      person.familyName,
      person.additionalName ?? '',
    ])
      yield ['name', name]
    for (const phone of person.phoneNumbers) yield ['phone', phone]
    for (const address of person.addresses) yield* addressOf(address)
  }
  for (const organization of organizations.records()) {
    yield ['number', organization.number]
    yield ['number', organization.duns]
    if (organization.lei) yield ['number', organization.lei]
    yield ['name', organization.name]
    for (const address of [organization.postalAddress, organization.visitingAddress]) {
      if (address) yield* addressOf(address)
    }
  }
  for (const { definition } of simulators) {
    for (const { id, secret } of definition.clients ?? []) {
      yield ['id', id]
      yield ['secret', secret]
    }
  }
}

const PLACE: Readonly<Record<string, Kind>> = { city: 'address', streetNumber: 'address' }

function* addressOf(address: object): Generator<PublicValue> {
  for (const [name, value] of Object.entries(address)) {
    const kind = PLACE[name] ?? kindByName(name)
    if (kind && typeof value === 'string') yield [kind, value]
  }
}
