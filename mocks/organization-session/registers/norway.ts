import { isNorwegianOrganizationNumber } from '../../../fixtures/identity-numbers/norwegian-organization-number.ts'
import type { Schemas } from '../states.ts'
import type { Country } from './country.ts'

/** Nine digits are an organization number if mod 11 is correct, else a DUNS number (OS-20). */
export const norway: Country<Schemas['OrganizationResultNo']> = {
  market: 'NO',
  adjective: 'Norwegian',
  sources: { register: 'Brønnøysundregistrene', accounts: 'Regnskapsregisteret' },
  organizationNumber: (text) => (isNorwegianOrganizationNumber(text) ? text : undefined),
  keyInformation: () => ({ country: 'NO' }),
  authorities: (signatureRights, powerOfProcuration) => ({ signatureRights, powerOfProcuration }),
}
