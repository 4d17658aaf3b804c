import { isNorwegianOrganizationNumber } from '../../../fixtures/identity-numbers/norwegian-organization-number.ts'
import type { Schemas } from '../states.ts'
import { type Country, compact } from './country.ts'

/** Nine digits are an organization number if mod 11 is correct, else a DUNS number (OS-20). Also `NO…MVA` (OS-27). */
export const norway: Country<Schemas['OrganizationResultNo']> = {
  market: 'NO',
  adjective: 'Norwegian',
  sources: { register: 'Brønnøysundregistrene', accounts: 'Regnskapsregisteret' },
  organizationNumber(text) {
    const number = compact(text).replace(/^(?:NO)?(\d{9})(?:MVA)?$/, '$1')
    return isNorwegianOrganizationNumber(number) ? number : undefined
  },
  keyInformation: () => ({ country: 'NO' }),
  authorities: (signatureRights, powerOfProcuration) => ({ signatureRights, powerOfProcuration }),
}
