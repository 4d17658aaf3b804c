/** What each country does in its own way (OS-13): how organizations are numbered, and its response model. */
import type { Organization, OrganizationMarket } from '../../../fixtures/organization.ts'
import type { OrganizationResult, Schemas } from '../states.ts'

/** An alternative by which the organization is bound, in the register's words. */
export type Authority = Required<Schemas['Authority']>

export interface Country<R extends OrganizationResult = OrganizationResult> {
  market: OrganizationMarket
  /** As in "no Norwegian organization number". */
  adjective: string
  /** Names of the registers that the data is from. */
  sources: { register: string; accounts: string }
  /** The canonical organization number in a text; undefined when it is none of this country. */
  organizationNumber: (text: string) => string | undefined
  /** What its model has of the key information besides that which all have. */
  keyInformation: (organization: Organization) => Omit<R['keyInformation'], keyof Schemas['KeyInformation']>
  /** How its model tells who binds the organization; given are the alternatives, of which there is at least one. */
  authorities: (signatureRights: Authority[], procuration: Authority[]) => NonNullable<R['authorities']>
}
