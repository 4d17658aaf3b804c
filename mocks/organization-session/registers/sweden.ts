import { parseSwedishOrganizationNumber } from '../../../fixtures/identity-numbers/swedish-organization-number.ts'
import type { Schemas } from '../states.ts'
import { type Country, compact } from './country.ts'

/** Sweden gives the rights as text, and who signs together as combinations; it has no procuration (OS-21). */
export const sweden: Country<Schemas['OrganizationResultSe']> = {
  market: 'SE',
  adjective: 'Swedish',
  sources: { register: 'Bolagsverket', accounts: 'Bolagsverket' },
  // Also as the VAT number of the organization, `SE…01` (OS-27).
  organizationNumber: (text) =>
    parseSwedishOrganizationNumber(compact(text).replace(/^SE(\d{6}-?\d{4})01$/, '$1')),
  keyInformation: () => ({ country: 'SE' }),
  authorities: (signatureRights) => ({
    signatureRights: [...new Set(signatureRights.map(({ description }) => description))].map(
      (description) => ({ description, holders: [] }),
    ),
    signatureCombinations: signatureRights.map(({ holders }) => ({ holders })),
  }),
}
