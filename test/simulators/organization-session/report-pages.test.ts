import { createHarness } from 'tvilling'
import { organizations } from 'tvilling/fixtures'
import { organizationSession } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import type { ReportDocument } from '../../../mocks/organization-session/reports/document.ts'
import { drawPdf } from '../../../mocks/organization-session/reports/pdf.ts'
import { clientOf } from './client.ts'
import { pagesOf } from './pdf-tools.ts'

const countries = { NO: 'no', SE: 'se', FI: 'fi' } as const
const linesOf = (page = '') => page.split('\n').filter((line) => line.trim() !== '')
/** Lines besides the header and the footer. */
const contentOf = (page: string | undefined) => linesOf(page).length - 2

test('[OS-07] no report of a documented organization ends in a page of a few lines', async () => {
  await using harness = await createHarness({ simulators: [organizationSession] })
  const client = clientOf(harness)
  const documented = [...organizations.base().byKey.values()].filter(({ subject }) => subject !== undefined)
  expect(documented.length).toBeGreaterThan(25)
  for (const { number, market, subject } of documented) {
    const country = countries[market]
    const { sessionId } = await harness.scenarios.load('session-done', { country, identifier: number })
    for (const report of ['aml', 'certificate']) {
      const pages = await pagesOf((await client.report(String(sessionId), report, country)).bytes)
      if (pages.length > 1) expect(contentOf(pages.at(-1)), `${subject} ${report}`).toBeGreaterThan(5)
    }
  }
}, 120_000)

test('[OS-07] wherever a report ends, its last page has more than a few lines', async () => {
  for (let count = 28; count < 48; count++) {
    const rows = Array.from({ length: count }, (_, index) => [`Row ${index + 1}`])
    const table = { columns: [{ heading: 'Rows', width: 1 }], rows }
    const sections: ReportDocument['sections'] = [
      { heading: 'Many', parts: [{ table }] },
      { heading: 'Few', parts: [{ facts: [['Name', 'Value']] }] },
    ]
    const pdf = await drawPdf({ title: 'Pages', subject: 'Prøve AS', lines: [], sections }, 0)
    const pages = await pagesOf(pdf)
    expect(pages.join('\n')).toContain(`Row ${count}`)
    if (pages.length > 1) expect(contentOf(pages.at(-1)), `${count} rows`).toBeGreaterThan(5)
  }
}, 60_000)
