import { parseFinnishBusinessId } from '../../../fixtures/identity-numbers/finnish-business-id.ts'
import type { Schemas } from '../states.ts'
import type { Country } from './country.ts'

/** Finland has a business id and a municipality (OS-21). */
export const finland: Country<Schemas['OrganizationResultFi']> = {
  market: 'FI',
  adjective: 'Finnish',
  sources: { register: 'PRH', accounts: 'PRH' },
  organizationNumber: parseFinnishBusinessId,
  keyInformation: ({ number, municipality }) => ({
    country: 'FI',
    businessId: number,
    municipality: municipality.text,
  }),
  authorities: (signatureRights, powerOfProcuration) => ({ signatureRights, powerOfProcuration }),
}
