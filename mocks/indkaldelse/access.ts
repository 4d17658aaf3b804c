/**
 * Which organization may call for which citizen: the table "Tilladte organisationer", the same for every operation of
 * the source (IN-15, IN-27).
 */
import type { Client } from 'tvilling'
import type { Affiliation } from '../../fixtures/affiliation.ts'
import type { Person } from '../../fixtures/person.ts'
import { borgerenErDoed, borgerenFindesIkke, manglendeRettighed } from './problems.ts'
import type { CallContext } from './states.ts'

/** The organization behind a client (IN-21). */
export interface Organization {
  type: Affiliation['type'] | 'STAR'
  code: string
}

type Reach = (citizen: Person | undefined, organization: Organization) => boolean

const anybody: Reach = () => true
/** For columns about how a caller acts, not about the citizen. No client acts so, and no organization has a cross there. */
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
  'Tidligere egne borgere': related('former'),
  Gæsteadgang: related('guest'),
  'Anden Aktør - egne borgere': related('other-actor'),
  'Anden Aktør - gæsteadgang': related('other-actor-guest'),
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
    const reason = `IN-21: the client ${context.client.id} stands for no organization of the access table.`
    context.setReason(reason, 'IN-21')
    return { refusal: manglendeRettighed() }
  }
  if (!columnFor(organization, citizen)) {
    context.setReason(...whyNot(organization, citizen))
    return { refusal: manglendeRettighed() }
  }
  if (!citizen) {
    context.setReason(`IN-20: nobody has the CPR number ${cpr}.`, 'IN-18', 'IN-20')
    return { refusal: borgerenFindesIkke() }
  }
  if (citizen.deceasedOn !== undefined) {
    context.setReason(`IN-09: the citizen died on ${citizen.deceasedOn}.`, 'IN-09')
    // The source ends before the errors of this operation.
    if (context.operation === 'createIndkaldelse') context.restOn('IN-23')
    return { refusal: borgerenErDoed() }
  }
  return { citizen }
}

/** Why no column permits a call, with the facts that say so. */
function whyNot(
  organization: Organization,
  citizen: Person | undefined,
): [reason: string, ...facts: string[]] {
  const { type, code } = organization
  const reached = tilladteOrganisationer[type].join(', ')
  const related = (Object.keys(columns) as Column[]).filter((column) =>
    columns[column](citizen, organization),
  )
  const closed = related.filter((column) => column !== 'Alle borgere')
  const rule = `${type} ${code} reaches ${reached}`
  if (!citizen) return [`IN-15: ${rule}. The citizen is unknown, and so belongs to nobody.`, 'IN-15', 'IN-23']
  const whose = `The citizen ${describe(citizen)}.`
  return closed.length > 0
    ? [`IN-27: ${rule}, not ${closed.join(', ')}. ${whose}`, 'IN-27', 'IN-18']
    : [`IN-15: ${rule}. ${whose}`, 'IN-15', 'IN-18']
}

function describe(citizen: Person): string {
  const belongs = citizen.affiliations.map(({ type, code, relation }) => `${type} ${code} (${relation})`)
  return belongs.length > 0 ? `belongs to ${belongs.join(', ')}` : 'belongs to no organization'
}
