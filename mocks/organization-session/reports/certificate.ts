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

/** The report "Certificate of registration": what a "Firmaattest" tells, as far as it was asked for (OS-07). */
export const certificateReport: readonly SectionOf[] = [
  keyInformation,
  addresses,
  shareCapital,
  roles,
  authorities,
  auditor,
  accountant,
]
