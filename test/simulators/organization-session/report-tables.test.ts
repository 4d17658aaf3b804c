import { expect, test } from 'vitest'
import { drawPdf } from '../../../mocks/organization-session/reports/pdf.ts'
import { checkPdf, pagesOf } from './pdf-tools.ts'

const columns = [
  { heading: 'Name', width: 3 },
  { heading: 'Amount', width: 1, align: 'right' as const },
]
const draw = (rows: string[][]) =>
  drawPdf(
    {
      title: 'A long report',
      subject: 'Prøve AS',
      lines: [],
      sections: [{ heading: 'Many rows', parts: [{ table: { columns, rows } }] }],
    },
    0,
  )

test('[OS-07] a table that goes on for pages has its headings on each and loses no row', async () => {
  const rows = Array.from({ length: 200 }, (_, index) => [`Row no. ${index + 1} of them`, `${index},000`])
  const pdf = await draw(rows)
  await checkPdf(pdf)
  const pages = await pagesOf(pdf)
  expect(pages.length).toBeGreaterThan(4)
  for (const page of pages) expect(page).toMatch(/Name\s+Amount/)
  const text = pages.join('\n')
  for (const [name = '', amount] of rows) expect(text).toMatch(new RegExp(`${name}\\s+${amount}`))
})

test('[OS-07] a row is not parted by the end of a page, and one taller than a page is cut', async () => {
  const tall = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ')
  const endless = Array.from({ length: 9_000 }, (_, index) => `word${index}`).join(' ')
  const pages = await pagesOf(await draw([...Array(5).fill([tall, '1']), [endless, '2']]))
  for (const page of pages)
    expect((page.match(/\bword0\b/g) ?? []).length).toBe((page.match(/\bword399\b/g) ?? []).length)
  expect(pages.at(-1)).toContain('…')
  expect(pages.join(' ')).not.toContain('word8999')
})
