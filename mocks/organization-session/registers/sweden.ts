import { parseSwedishOrganizationNumber } from '../../../fixtures/identity-numbers/swedish-organization-number.ts'
import type { Schemas } from '../states.ts'
import type { Country } from './country.ts'

/** Sweden gives the rights as text, and who signs together as combinations; it has no procuration (OS-21). */
export const sweden: Country<Schemas['OrganizationResultSe']> = {
  market: 'SE',
  adjective: 'Swedish',
  sources: { register: 'Bolagsverket', accounts: 'Bolagsverket' },
  organizationNumber: parseSwedishOrganizationNumber,
  keyInformation: () => ({ country: 'SE' }),
  authorities: (signatureRights) => ({
    signatureRights: [...new Set(signatureRights.map(({ description }) => description))].map(
      (description) => ({ description, holders: [] }),
    ),
    signatureCombinations: signatureRights.map(({ holders }) => ({ holders })),
  }),
}
