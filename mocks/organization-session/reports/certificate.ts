import { addresses, authorities, keyInformation, roles, type SectionOf } from './sections.ts'

/** The report "Certificate of registration": what its purpose, a "Firmaattest", needs (OS-23). */
export const certificateReport: readonly SectionOf[] = [keyInformation, addresses, roles, authorities]
