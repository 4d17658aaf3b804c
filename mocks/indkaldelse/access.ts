/**
 * Which organization may call for which citizen: the table "Tilladte organisationer", the same for every operation of
 * the source (IN-15).
 */
import type { Client } from 'tvilling'
import type { Affiliation, Person } from '../../fixtures/person.ts'
import { borgerenErDoed, borgerenFindesIkke, manglendeRettighed } from './problems.ts'
import type { CallContext } from './states.ts'

/** The organization behind a client (IN-21). */
export interface Organization {
  type: Affiliation['type'] | 'STAR'
  code: string
}

type Reach = (citizen: Person | undefined, organization: Organization) => boolean

const anybody: Reach = () => true
/** For columns in which no organization has a cross. The fixtures have no such relations. */
const nobody: Reach = () => false
const related =
  (relation: Affiliation['relation']): Reach =>
  (citizen, { type, code }) =>
    citizen?.affiliations.some(
      (affiliation) =>
        affiliation.type === type && affiliation.code === code && affiliation.relation === relation,
    ) ?? false

/** The columns of the table, in its order: which citizens a cross in the column makes accessible. */
export const columns = {
  'Alle borgere': anybody,
  'Egne borgere': related('own'),
  'Tidligere egne borgere': nobody,
  Gæsteadgang: nobody,
  'Anden Aktør - egne borgere': related('other-actor'),
  'Anden Aktør - gæsteadgang': nobody,
  'Anden Aktør - alle borgere': nobody,
  'System - alle borgere': nobody,
} satisfies Record<string, Reach>

export type Column = keyof typeof columns

/** The rows of the table: the columns in which an organization has a cross (IN-15). */
export const tilladteOrganisationer: Record<Organization['type'], readonly Column[]> = {
  'A-kasse': ['Egne borgere'],
  JobCenter: ['Egne borgere', 'Anden Aktør - egne borgere'],
  Kommune: ['Egne borgere'],
  STAR: ['Alle borgere'],
}

/** The column that permits an organization to call for a citizen; `undefined` if there is none (IN-15). */
export function columnFor(organization: Organization, citizen: Person | undefined): Column | undefined {
  return tilladteOrganisationer[organization.type].find((column) => columns[column](citizen, organization))
}

/** The organization that a client is registered with; `undefined` if it is not in the table (IN-21). */
export function organizationOf({ attributes }: Client): Organization | undefined {
  const organization = attributes?.['organization'] as Organization | undefined
  return organization && organization.type in tilladteOrganisationer ? organization : undefined
}

/**
 * The living citizen with a CPR number, for the caller: errors 1013, then 1010, then 4405 (IN-23). Only an organization
 * that may call for all citizens learns that a citizen is unknown; all others get 1013.
 */
export async function findCitizen(cpr: string, context: CallContext) {
  const citizen = await context.populations.people.get(cpr)
  const organization = organizationOf(context.client)
  if (!organization) {
    context.setReason(
      `IN-21: the client ${context.client.id} stands for no organization of the access table.`,
    )
    return { refusal: manglendeRettighed() }
  }
  if (!columnFor(organization, citizen)) {
    const { type, code } = organization
    const reached = tilladteOrganisationer[type].join(', ')
    context.setReason(`IN-15: ${type} ${code} reaches ${reached}. The citizen ${describe(citizen)}.`)
    return { refusal: manglendeRettighed() }
  }
  if (!citizen) {
    context.setReason(`IN-20: nobody has the CPR number ${cpr}.`)
    return { refusal: borgerenFindesIkke() }
  }
  if (citizen.deceasedOn !== undefined) {
    context.setReason(`IN-09: the citizen died on ${citizen.deceasedOn}.`)
    return { refusal: borgerenErDoed() }
  }
  return { citizen }
}

function describe(citizen: Person | undefined): string {
  if (!citizen) return 'is unknown, and so belongs to nobody'
  const belongs = citizen.affiliations.map(({ type, code, relation }) => `${type} ${code} (${relation})`)
  return belongs.length > 0 ? `belongs to ${belongs.join(', ')}` : 'belongs to no organization'
}
