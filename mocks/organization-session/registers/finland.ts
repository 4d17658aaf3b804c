import { parseFinnishBusinessId } from '../../../fixtures/identity-numbers/finnish-business-id.ts'
import type { Schemas } from '../states.ts'
import { type Country, compact } from './country.ts'

/** Finland has a business id and a municipality (OS-21). */
export const finland: Country<Schemas['OrganizationResultFi']> = {
  market: 'FI',
  adjective: 'Finnish',
  sources: { register: 'PRH', accounts: 'PRH' },
  // Also as VAT number, `FI…` (OS-27).
  organizationNumber: (text) => parseFinnishBusinessId(compact(text)),
  keyInformation: ({ number, municipality }) => ({
    country: 'FI',
    businessId: number,
    municipality: municipality.text,
  }),
  authorities: (signatureRights, powerOfProcuration) => ({ signatureRights, powerOfProcuration }),
}
