/** The JSON result: key information and the requested nodes, which are empty if nothing was found. */
import type { Organization, Sanction } from '../../fixtures/organization.ts'
import { countries } from './registers/countries.ts'
import type { Country } from './registers/country.ts'
import { accountantOf, accountingOf, auditorOf, keyFiguresOf } from './registers/financials.ts'
import { authoritiesOf, rolesOf } from './registers/officers.ts'
import { beneficialsOf, indicatorsOf, shareholdersOf, subsidiariesOf } from './registers/ownership.ts'
import { viewAddress } from './registers/register.ts'
import type { ApiContext, Expand, OrganizationResult, Schemas, Session } from './states.ts'

/** What a certificate of registration has, besides key information (OS-23). */
const CERTIFIED: readonly Expand[] = ['address', 'roles', 'authorities']

/** Collects what the certificate of registration shows, which does not depend on what the session asked for (OS-23). */
export function collectCertificate(
  { country }: Pick<Session, 'country'>,
  organization: Organization,
  context: ApiContext,
): Promise<OrganizationResult> {
  return collectResult({ country, expands: CERTIFIED }, organization, context)
}

/** Collects the result of a session, in the model of its country (OS-03, OS-10, OS-11, OS-12, OS-13). */
export async function collectResult(
  session: Pick<Session, 'country'> & { readonly expands: readonly Expand[] },
  organization: Organization,
  context: ApiContext,
): Promise<OrganizationResult> {
  const country = countries[session.country]
  const asks = (expand: Expand) => session.expands.includes(expand)
  const financials: Schemas['Financials'] = {
    ...(asks('financials.accounting') && { accounting: accountingOf(organization) }),
    ...(asks('financials.keyFigures') && { keyFigures: keyFiguresOf(organization, country) }),
    ...(asks('financials.auditor') && { auditor: auditorOf(organization, country) }),
    ...(asks('financials.accountant') && { accountant: accountantOf(organization) }),
  }
  const ownership: Schemas['Ownership'] = {
    ...(asks('ownership.beneficials') && { beneficials: await beneficialsOf(organization, context) }),
    ...(asks('ownership.subsidiaries') && { subsidiaries: await subsidiariesOf(organization, context) }),
    ...(asks('ownership.shareholders') && { shareholders: await shareholdersOf(organization, context) }),
    ...(asks('ownership.indicators') && { indicators: indicatorsOf(organization) }),
  }
  const result = {
    keyInformation: {
      ...keyInformationOf(organization, country),
      ...(asks('keyInformation.lei') && { lei: leiOf(organization) }),
    },
    ...(asks('address') && { address: addressesOf(organization) }),
    ...(Object.keys(financials).length > 0 && { financials }),
    ...(Object.keys(ownership).length > 0 && { ownership }),
    ...(asks('authorities') && { authorities: await authoritiesOf(organization, country, context) }),
    ...(asks('roles') && { roles: await rolesOf(organization, context) }),
    ...(asks('sanction') && { sanction: sanctionOf(organization.sanction) }),
  }
  // The compiler cannot see that the parts belong to one country. Each answer is checked against the contract.
  return result as OrganizationResult
}

function keyInformationOf(organization: Organization, country: Country): Schemas['KeyInformation'] {
  return {
    companyName: organization.name,
    organizationNumber: organization.number,
    ...country.keyInformation(organization),
    dunsNumber: organization.duns,
    organizationType: organization.legalForm.code,
    registeredDate: organization.registeredOn,
    webPage: organization.webPage ?? null,
    employees: organization.employees,
    memberOfRegistries: organization.registries,
    statusCode: organization.statusCode,
    institutionalSector: organization.institutionalSector.text,
    industrySector: organization.industry.text,
    purpose: organization.purpose,
    sources: [country.sources.register],
  }
}

function leiOf({ lei }: Organization): Schemas['Lei'] {
  return lei === undefined ? {} : { number: lei }
}

function addressesOf({ postalAddress, visitingAddress }: Organization): Schemas['Addresses'] {
  if (!postalAddress && !visitingAddress) return {}
  return { postal: viewAddress(postalAddress), visiting: viewAddress(visitingAddress) }
}

/** A search without a hit is a finding as well: the node is not empty then (OS-11). */
function sanctionOf(sanction: Sanction | undefined): Schemas['Sanction'] {
  return sanction ? { status: 'HIT', message: null, ...sanction } : { status: 'NO_HIT', message: NO_HIT }
}

const NO_HIT = 'No entry was found.'
