import {
  accountant,
  addresses,
  auditor,
  authorities,
  keyInformation,
  roles,
  type SectionOf,
  shareCapital,
} from './sections.ts'

/** The report "Certificate of registration": the content of a "Firmaattest", as far as it was requested (OS-07). */
export const certificateReport: readonly SectionOf[] = [
  keyInformation,
  addresses,
  shareCapital,
  roles,
  authorities,
  auditor,
  accountant,
]
