import { organizations } from 'tvilling/fixtures'
import { expect, test } from 'vitest'
import { drawPdf } from '../../../mocks/organization-session/reports/pdf.ts'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL } from './client.ts'
import { checkPdf, fontsOf, textOf } from './pdf-tools.ts'

const NAMES = [
  // Northern, Lule, South, Inari and Skolt Sámi.
  'Áilu Čáhppe Đuoddaris Ŋiŋŋelas Šaŋŋa Ŧuođđu Žuŋŋe',
  'Ánnde Jåhkåmåhkke Ájluokta Ŋállá',
  'Åarjel Åålege Öövre Ïsvreke',
  'Ââđă Šiiđâ Ǩiâlbǥâǥǥâš Ǯuǥǥâm Kueʹttel',
  'Łucja Żółkiewska Świątek-Grześ',
  'Väinö Ääkkönen Šćūčžėš',
  'Ştefan Țăranu Ğüneş Þórður Æsa',
  'Nguyễn Thị Hằng',
  'Ελευθερία Παπαδοπούλου Ἀχιλλεύς',
  'Юлія Їжакевич Ђорђе Њежић Ґанна Қайрат',
]

test('[OS-26] names in Latin, Greek and Cyrillic letters are printed as they are, in a font of the file', async () => {
  const rows = NAMES.map((name) => [name])
  const sections = [
    { heading: NAMES[0] ?? '', parts: [{ table: { columns: [{ heading: 'Name', width: 1 }], rows } }] },
  ]
  const pdf = await drawPdf({ title: 'Letters', subject: NAMES[1] ?? '', lines: [], sections }, 0)
  await checkPdf(pdf)
  const text = (await textOf(pdf)).normalize('NFC')
  for (const name of NAMES) expect(text).toContain(name.normalize('NFC'))
  const fonts = await fontsOf(pdf)
  expect(fonts.map(({ name }) => name.replace(/^[A-Z]+\+/, '')).toSorted()).toEqual([
    'DejaVuSansCondensed',
    'DejaVuSansCondensed-Bold',
  ])
  expect(fonts.every(({ embedded }) => embedded)).toBe(true)
})

eachDoor('[OS-26] an officer with a Sámi name is in both reports', async (door) => {
  const client = clientOf(door)
  const [chairman = ''] = organizations.base().byKey.get(FULL)?.roles.chairman ?? []
  await door.control.people.change(chairman, { firstNames: ['Ŋieiddá', 'Čáhcá'], familyName: 'Guoŧŧoeađđi' })
  const id = await client.session({ expands: ['roles'], reports: ['aml', 'certificate'] })
  await door.control.clock.advance('PT1M')
  for (const report of ['aml', 'certificate']) {
    const text = await textOf((await client.report(id, report)).bytes)
    expect(text).toMatch(/Ŋieiddá Čáhcá .*Guoŧŧoeađđi/)
  }
})

test('[OS-26] what the font does not have becomes a base letter or a question mark', async () => {
  const lines = ['Kyoto 京都, ḁ, ﬀ']
  const pdf = await drawPdf({ title: 'Letters', subject: 'Letters', lines, sections: [] }, 0)
  expect(await textOf(pdf)).toContain('Kyoto ??, ḁ, ?')
})
