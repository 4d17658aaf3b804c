/** Who owns an organization and what it owns: the nodes of `ownership` (OS-11), empty if unknown (OS-12). */
import type { Organization } from '../../../fixtures/organization.ts'
import type { ApiContext, Schemas } from '../states.ts'
import { roleWords } from './officers.ts'
import { organizationNameOf, personNamed } from './register.ts'

export async function beneficialsOf(
  { beneficialOwners }: Organization,
  context: ApiContext,
): Promise<Schemas['Beneficial'][]> {
  const beneficials: Schemas['Beneficial'][] = []
  for (const { person, share, roles } of beneficialOwners) {
    const { name, address, dateOfBirth, isDead } = await personNamed(person, context)
    // The estate keeps the shares, but not the offices (OS-27).
    const words = isDead ? [] : roles.map((role) => roleWords[role])
    beneficials.push({ name, address, ownerShare: share, dateOfBirth, roles: words })
  }
  return beneficials
}

export async function subsidiariesOf(
  { subsidiaries }: Organization,
  context: ApiContext,
): Promise<Schemas['Subsidiary'][]> {
  const owned: Schemas['Subsidiary'][] = []
  for (const { number, percentage } of subsidiaries) {
    owned.push({ name: await organizationNameOf(number, context), organizationNumber: number, percentage })
  }
  return owned
}

export async function shareholdersOf(
  { shareholders }: Organization,
  context: ApiContext,
): Promise<Schemas['Shareholder'][]> {
  const owners: Schemas['Shareholder'][] = []
  for (const { type, number, percentage } of shareholders) {
    const isPerson = type === 'PERSON'
    const name = isPerson
      ? (await personNamed(number, context)).name
      : await organizationNameOf(number, context)
    owners.push({ name, organizationNumber: isPerson ? null : number, percentage, type })
  }
  return owners
}

export function indicatorsOf({ ownershipIndicators }: Organization): Schemas['OwnershipIndicators'] {
  if (!ownershipIndicators) return {}
  const { shareholders, beneficialOwners, subsidiaries, groupSize, groupLevel } = ownershipIndicators
  return { shareholders, beneficials: beneficialOwners, subsidiaries, groupSize, groupLevel }
}
