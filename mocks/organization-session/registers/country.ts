/** What differs between countries (OS-13): organization numbers and the response model. */
import type { Organization, OrganizationMarket } from '../../../fixtures/organization.ts'
import type { OrganizationResult, Schemas } from '../states.ts'

/** One way in which the organization can be bound, as the register describes it. */
export type Authority = Required<Schemas['Authority']>

export interface Country<R extends OrganizationResult = OrganizationResult> {
  market: OrganizationMarket
  /** As in "no Norwegian organization number". */
  adjective: string
  /** Names of the registers that the data comes from. */
  sources: { register: string; accounts: string }
  /** The canonical organization number in a text; undefined if the text is not one of this country. */
  organizationNumber: (text: string) => string | undefined
  /** The key information that only this country's model has. */
  keyInformation: (organization: Organization) => Omit<R['keyInformation'], keyof Schemas['KeyInformation']>
  /** Who binds the organization, in this country's model. At least one alternative is given. */
  authorities: (signatureRights: Authority[], procuration: Authority[]) => NonNullable<R['authorities']>
}

/**
 * A number as it is written without blanks and in capitals (OS-27).
 * @example compact('no 300 100 007 mva') // 'NO300100007MVA'
 */
export function compact(text: string): string {
  return text.replaceAll(/\s/g, '').toUpperCase()
}
