import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Client, clientOf, EVENTS, EXPANDS, withReceiver } from './client.ts'
import { checkPdf, infoOf, pagesOf, textOf } from './pdf-tools.ts'

const REPORTS = ['aml', 'certificate']
const thousands = (value: number) => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** What both ways of following a session must end with. */
async function expectResults(client: Client, id: string, country: string): Promise<void> {
  const { status, body } = await client.result(id, country)
  expect(status).toBe(200)
  for (const report of REPORTS) {
    const pdf = await client.report(id, report, country)
    expect(pdf.status).toBe(200)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    await checkPdf(pdf.bytes)
    const text = await textOf(pdf.bytes)
    const { companyName, organizationNumber, purpose } = body.keyInformation
    for (const said of [companyName, organizationNumber, purpose, body.roles.chairman.name]) {
      expect(text).toContain(said)
    }
    if (report !== 'aml') continue
    for (const { currency, year, ...figures } of body.financials.accounting) {
      for (const figure of Object.values(figures)) expect(text).toContain(thousands(figure as number))
    }
    expect(text).toContain(thousands(body.financials.keyFigures.shareCapital))
  }
}

eachDoor('[OS-07] a session that is polled ends with JSON and two PDFs', async (door) => {
  const client = clientOf(door)
  for (const [country, adjective] of [
    ['no', 'norwegian'],
    ['se', 'swedish'],
    ['fi', 'finnish'],
  ] as const) {
    const identifier = organizationNumberOf(`${adjective}-full`)
    const id = await client.session({ identifier, expands: EXPANDS, reports: REPORTS }, country)
    for (let polls = 0; (await client.status(id, country)).body.status === 'IN_PROGRESS'; polls++) {
      expect(polls).toBeLessThan(20)
      await door.control.clock.advance('PT5S')
    }
    await expectResults(client, id, country)
  }
})

eachDoor('[OS-07] a session that is followed by webhooks ends with JSON and two PDFs', (door) =>
  withReceiver(async ({ url, received }) => {
    const client = clientOf(door)
    const webhooks = [{ url, events: EVENTS }]
    await client.session({ expands: EXPANDS, reports: REPORTS, webhooks })
    await door.control.clock.advance('PT1M')
    const last = received.at(-1)?.body
    expect(last?.['status']).toBe('AllDone')
    await expectResults(client, String(last?.['sessionId']), 'no')
  }),
)

eachDoor('[OS-07] the AML report has all that was asked for', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ expands: EXPANDS, reports: ['aml'] })
  await door.control.clock.advance('PT1M')
  const { body } = await client.result(id)
  const aml = await textOf((await client.report(id, 'aml')).bytes)
  for (const said of [
    'Key information',
    'Addresses',
    'Roles',
    'Signature rights and procuration',
    'Beneficial owners',
    'Shareholders',
    'Subsidiaries',
    'Structure of ownership',
    'Sanctions',
    'Accounts (NOK)',
    'Auditor',
    'Accountant',
    body.keyInformation.lei.number,
    body.authorities.powerOfProcuration[0].description,
    body.ownership.subsidiaries[0].name,
    body.ownership.beneficials[0].name,
    body.sanction.message,
  ]) {
    expect(aml).toContain(said)
  }
})

eachDoor(
  '[OS-12] a report says what was not found, and is silent on what was not asked for',
  async (door) => {
    const client = clientOf(door)
    const identifier = organizationNumberOf('norwegian-sparse')
    const id = await client.session({ identifier, expands: ['roles'], reports: ['aml'] })
    await door.control.clock.advance('PT1M')
    const text = await textOf((await client.report(id, 'aml')).bytes)
    expect(text).toContain('Roles Nothing was found.')
    expect(text).not.toContain('Addresses')
  },
)

eachDoor('[OS-07] a sanctioned and a bankrupt organization are described in the report', async (door) => {
  const client = clientOf(door)
  const reports = ['aml']
  const sanctioned = organizationNumberOf('norwegian-sanctioned')
  const bankrupt = organizationNumberOf('finnish-bankrupt')
  const hit = await client.session({ identifier: sanctioned, expands: ['sanction'], reports })
  const broke = await client.session(
    { identifier: bankrupt, expands: ['financials.keyFigures'], reports },
    'fi',
  )
  await door.control.clock.advance('PT1M')
  const { sanction } = (await client.result(hit)).body
  const listed = await textOf((await client.report(hit, 'aml')).bytes)
  for (const said of [sanction.matchIndicatorDescription, ...sanction.urls]) expect(listed).toContain(said)
  const { equity } = (await client.result(broke, 'fi')).body.financials.keyFigures
  expect(equity).toBeLessThan(0)
  expect(await textOf((await client.report(broke, 'aml', 'fi')).bytes)).toContain(
    `Equity -${thousands(-equity)}`,
  )
})

eachDoor('[OS-07] each page of a report has its number and says that the data is synthetic', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ expands: EXPANDS, reports: REPORTS })
  await door.control.clock.advance('PT1M')
  for (const [report, title] of [
    ['aml', 'AML report'],
    ['certificate', 'Certificate of registration'],
  ] as const) {
    const { bytes } = await client.report(id, report)
    const pages = await pagesOf(bytes)
    expect(pages.length).toBeGreaterThan(1)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('SYNTHETIC DATA')
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`)
      expect(page).toContain(`${title}: Liksom Fjellheim Programvare AS`)
    }
    expect(await infoOf(bytes)).toMatchObject({
      Title: `${title}: Liksom Fjellheim Programvare AS`,
      Subject: 'SYNTHETIC DATA',
      CreationDate: `D:202601010000${report === 'aml' ? 30 : 50}Z`,
      size: [595.28, 841.89],
    })
  }
})

const first = new Map<string, Uint8Array>()

eachDoor(
  '[OS-07] the same session has the same reports, byte for byte, whenever and wherever',
  async (door) => {
    const client = clientOf(door)
    const id = await client.session({ expands: EXPANDS, reports: REPORTS })
    await door.control.clock.advance('PT1M')
    for (const report of REPORTS) {
      const { bytes } = await client.report(id, report)
      await door.control.clock.advance('PT20M')
      expect(Buffer.compare((await client.report(id, report)).bytes, bytes)).toBe(0)
      expect(Buffer.compare(first.get(report) ?? bytes, bytes)).toBe(0)
      first.set(report, bytes)
    }
  },
)
