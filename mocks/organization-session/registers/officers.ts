/** Who leads an organization and who binds it: the nodes `roles` and `authorities`. */
import type { Authority as Alternative, Organization, Role } from '../../../fixtures/organization.ts'
import type { ApiContext, Schemas } from '../states.ts'
import type { Authority, Country } from './country.ts'
import { personNamed } from './register.ts'

/** The names of offices in the results; the source has none (OS-21). */
export const roleWords: Readonly<Record<Role, string>> = {
  chiefExecutive: 'CEO',
  chairman: 'CHAIRMAN',
  deputyChairman: 'DEPUTY_CHAIRMAN',
  proprietor: 'PROPRIETOR',
  boardMember: 'BOARD_MEMBER',
  deputyBoardMember: 'DEPUTY_BOARD_MEMBER',
  contactPerson: 'CONTACT_PERSON',
  companySecretary: 'COMPANY_SECRETARY',
  representativeOfForeignEntity: 'REPRESENTATIVE_OF_FOREIGN_ENTITY',
  trustee: 'TRUSTEE',
}

/** Node `roles` (OS-11), without the dead (OS-27); empty if nobody has an office (OS-12). */
export async function rolesOf({ roles }: Organization, context: ApiContext): Promise<Schemas['Roles']> {
  const holders = async (role: Role) => {
    const found: NonNullable<Schemas['RoleHolder']>[] = []
    for (const number of roles[role] ?? []) {
      const { name, dateOfBirth, isDead } = await personNamed(number, context)
      if (!isDead) found.push({ name, dateOfBirth, organizationNumber: null })
    }
    return found
  }
  const holder = async (role: Role) => (await holders(role))[0] ?? null
  const offices = {
    ceo: await holder('chiefExecutive'),
    chairman: await holder('chairman'),
    deputyChairman: await holder('deputyChairman'),
    proprietor: await holder('proprietor'),
    boardMembers: await holders('boardMember'),
    deputyBoardMembers: await holders('deputyBoardMember'),
    contactPerson: await holder('contactPerson'),
    companySecretary: await holder('companySecretary'),
    representativeOfForeignEntity: await holder('representativeOfForeignEntity'),
    trustee: await holder('trustee'),
  }
  return Object.values(offices).flat().some(Boolean) ? offices : {}
}

/** Numbers of the officers who have died, and whose roles and rights have ended (OS-27). */
export async function deadOfficersOf({ roles }: Organization, context: ApiContext): Promise<string[]> {
  const dead: string[] = []
  for (const number of new Set(Object.values(roles).flat())) {
    if ((await personNamed(number, context)).isDead) dead.push(number)
  }
  return dead
}

/**
 * Node `authorities`, in the country's model (OS-11, OS-21), without rights that need somebody who is dead (OS-27); empty if
 * nobody is named (OS-12).
 */
export async function authoritiesOf(
  { signatureRights, procuration }: Organization,
  country: Country,
  context: ApiContext,
): Promise<ReturnType<Country['authorities']>> {
  const signatures = await authoritiesFrom(signatureRights, context)
  const procurations = await authoritiesFrom(procuration, context)
  return signatures.length + procurations.length === 0 ? {} : country.authorities(signatures, procurations)
}

async function authoritiesFrom(
  alternatives: readonly Alternative[],
  context: ApiContext,
): Promise<Authority[]> {
  const authorities: Authority[] = []
  for (const { text, holders } of alternatives) {
    const named: Schemas['AuthorityHolder'][] = []
    let isHeld = true
    for (const { role, person } of holders) {
      const { name, dateOfBirth, isDead } = await personNamed(person, context)
      if (isDead) isHeld = false
      named.push({ name, dateOfBirth, role: roleWords[role] })
    }
    if (isHeld) authorities.push({ description: text, holders: named })
  }
  return authorities
}
