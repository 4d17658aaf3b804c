import { expect, test } from 'vitest'
import { drawPdf } from '../../../mocks/organization-session/reports/pdf.ts'
import { checkPdf } from './pdf-tools.ts'

test('what judges the reports refuses a PDF that a reader could repair', async () => {
  const pdf = await drawPdf({ title: 'A', subject: 'B', lines: ['C'], sections: [] }, 0)
  await checkPdf(pdf)
  await expect(checkPdf(pdf.slice(0, -400))).rejects.toThrow()
  const moved = Buffer.from(pdf)
  moved[moved.indexOf('startxref') + 'startxref\n'.length] = 0x39
  await expect(checkPdf(moved)).rejects.toThrow('Indexing all PDF objects')
  const garbled = Buffer.from(pdf)
  garbled.fill(0, garbled.indexOf('stream') + 20, garbled.indexOf('stream') + 60)
  await expect(checkPdf(garbled)).rejects.toThrow()
})
