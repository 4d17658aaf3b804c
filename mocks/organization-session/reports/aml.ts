import {
  accountant,
  accounting,
  addresses,
  auditor,
  authorities,
  beneficials,
  indicators,
  keyFigures,
  keyInformation,
  roles,
  type SectionOf,
  sanction,
  shareholders,
  subsidiaries,
} from './sections.ts'

/** The report "AML": all nodes that were requested (OS-07). */
export const amlReport: readonly SectionOf[] = [
  keyInformation,
  addresses,
  roles,
  authorities,
  beneficials,
  shareholders,
  subsidiaries,
  indicators,
  sanction,
  keyFigures,
  accounting,
  auditor,
  accountant,
]
