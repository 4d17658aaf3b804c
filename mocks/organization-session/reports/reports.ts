/** The PDF reports: the content of each, and how they are printed. */

import type { OrganizationResult, Report, ReportName } from '../states.ts'
import { amlReport } from './aml.ts'
import { certificateReport } from './certificate.ts'
import { drawPdf } from './pdf.ts'
import type { SectionOf } from './sections.ts'

/** The names of the reports (OS-07). */
export const reportTitles: Readonly<Record<ReportName, string>> = {
  aml: 'AML report',
  certificate: 'Certificate of registration',
}

const contents: Readonly<Record<ReportName, readonly SectionOf[]>> = {
  aml: amlReport,
  certificate: certificateReport,
}

/**
 * The report as a PDF. Its dates are the instants at which the JSON and the report became ready: each request gets the
 * same bytes.
 */
export function printReport(
  { session, report, readyAt = '' }: Report,
  organization: OrganizationResult,
  collectedAt: string,
): Promise<Uint8Array> {
  const { companyName, organizationNumber, country } = organization.keyInformation
  const document = {
    title: reportTitles[report],
    subject: companyName ?? '',
    lines: [
      `Organization number ${organizationNumber}, ${country}`,
      `As of ${collectedAt.replace('T', ' ').replace(/\.\d+Z$/, '')} UTC. Session ${session}.`,
    ],
    sections: contents[report].flatMap((sectionOf) => sectionOf(organization) ?? []),
  }
  return drawPdf(document, Date.parse(readyAt))
}
