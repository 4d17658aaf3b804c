/** A person as events show it, and the differences between two states of it (PM-12; the names are assumed). */
import { currentAddress, type Person } from '../../fixtures/index.ts'

export type Attributes = Record<string, unknown>

/** What the population register shows of a person; it has no phone numbers. */
export function attributesOf(person: Person, hidden: boolean): Attributes {
  return {
    personalNumber: person.number,
    firstNames: person.firstNames,
    preferredFirstName: person.preferredFirstName,
    familyName: person.familyName,
    gender: person.sex,
    birthDate: person.birthDate,
    civilStatus: person.maritalStatus,
    spouse: person.spouse ?? null,
    children: person.children,
    protectedIdentity: person.protectedIdentity,
    deceasedDate: person.deceasedOn ?? null,
    emigratedDate: person.emigratedOn ?? null,
    address: hidden ? null : addressOf(person),
  }
}

function addressOf(person: Person): Attributes | null {
  const address = currentAddress(person)
  if (!address) return null
  const { from, to, ...place } = address
  return { ...place, validFrom: from }
}

/** One change of a person. */
export interface PersonDifference {
  changeType: string
  newAttributes: Attributes
  previousAttributes: Attributes
  object: Attributes
}

/** The change type by attribute. The first attribute in this list that has changed decides. */
const CHANGE_TYPES: readonly (readonly [attribute: string, changeType: string])[] = [
  ['deceasedDate', 'deceased'],
  ['emigratedDate', 'emigration'],
  ['protectedIdentity', 'protectedIdentity'],
  ['address', 'address'],
  ['firstNames', 'name'],
  ['preferredFirstName', 'name'],
  ['familyName', 'name'],
  ['civilStatus', 'civilStatus'],
  ['spouse', 'relations'],
  ['children', 'relations'],
]

/**
 * What the register shows of a change; undefined if that is nothing. It shows no address of a protected identity: neither
 * the earlier address when protection begins, nor the hidden one when protection ends.
 */
export function differenceBetween(before: Person, after: Person): PersonDifference | undefined {
  const was = attributesOf(before, before.protectedIdentity || after.protectedIdentity)
  const object = attributesOf(after, after.protectedIdentity)
  const changed = Object.keys(object).filter(
    (name) => JSON.stringify(was[name]) !== JSON.stringify(object[name]),
  )
  if (changed.length === 0) return undefined
  const pick = (from: Attributes) => Object.fromEntries(changed.map((name) => [name, from[name]]))
  const [, changeType = 'update'] = CHANGE_TYPES.find(([name]) => changed.includes(name)) ?? []
  return { changeType, newAttributes: pick(object), previousAttributes: pick(was), object }
}
