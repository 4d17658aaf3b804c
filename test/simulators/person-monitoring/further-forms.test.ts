import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { CSV, JSON_FILE, logIn, OTHER, PERSON } from './client.ts'

const FIELD = 'multipart/form-data; boundary=b'
const field = (content: string) =>
  `--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n${content}\r\n--b--\r\n`

/** The numbers of the bundle that was updated last. */
async function uploaded({ control }: Door): Promise<string[]> {
  const { items } = await control.state.page('person-monitoring', 'uploadedDays')
  return items.flatMap(({ value }) => value['numbers'] as string[]).toSorted()
}

eachDoor('[PM-24] a number of ten digits has the century that the clock gives it', async (door) => {
  const client = await logIn(door)
  const centenarian = numberOf('centenarian')
  const cases: [row: string, number: string][] = [
    ['800102-2386', '198001022386'],
    ['8001022386', '198001022386'],
    ['240315+2388', centenarian],
    ['240315-2388', '202403152388'],
    ['2403152388', '202403152388'],
    ['260101-2389', '202601012389'],
    ['270101-2389', '192701012389'],
  ]
  for (const [row, number] of cases) {
    const answer = await client.update(row)
    expect(answer.status, row).toBe(200)
    expect(answer.headers.get('x-tvilling-evidence'), row).toContain('PM-24')
    expect(await uploaded(door), row).toEqual([number])
  }
  expect((await client.update(PERSON)).headers.get('x-tvilling-evidence')).not.toContain('PM-24')
  await door.control.clock.advance({ to: '2027-01-01T12:00:00Z' })
  const later = await logIn(door)
  await later.update('270101-2389')
  expect(await uploaded(door)).toEqual(['202701012389'])
})

eachDoor(
  '[PM-24] ten digits with a wrong check digit make the bundle INCORRECT, as twelve do',
  async (door) => {
    const client = await logIn(door)
    expect((await client.update('800102-2387')).status).toBe(200)
    await door.control.clock.advance('PT4M')
    expect(await client.bundle()).toMatchObject({ status: 'INCORRECT' })
  },
)

eachDoor('[PM-24] a header may have other names, in any case of letters', async (door) => {
  const client = await logIn(door)
  for (const header of [
    'Personnummer',
    'PERSONNUMMER',
    'personalnumber',
    'personal_number',
    'Personal_Number',
  ]) {
    const answer = await client.update(`${header};Namn\n${PERSON};Åsa\n`)
    expect(answer, header).toMatchObject({ status: 200, body: { entityCount: 1 } })
  }
  expect((await client.update(`pnr\n${PERSON}\n`)).status).toBe(400)
})

eachDoor('[PM-24] a text part is taken in place of a file', async (door) => {
  const client = await logIn(door)
  for (const content of [CSV, JSON_FILE]) {
    expect(await client.send(FIELD, field(content))).toMatchObject({ status: 200, body: { entityCount: 2 } })
  }
})

eachDoor(
  '[PM-24] each of these forms can be turned off',
  async (door) => {
    const client = await logIn(door)
    expect((await client.update('800102-2386')).status).toBe(400)
    expect((await client.update(`Personnummer\n${PERSON}`)).status).toBe(400)
    expect((await client.send(FIELD, field(CSV))).status).toBe(400)
    expect((await client.update(CSV)).status).toBe(200)
  },
  {
    settings: {
      'person-monitoring': { tenDigits: 'refused', csvHeaders: ['personalNumber'], textParts: 'refused' },
    },
  },
)

const JSON_TYPE = { type: 'application/json', name: 'list.json' }

eachDoor(
  '[PM-19] separator, column, member names, the list in JSON and its numbers are settings',
  async (door) => {
    const client = await logIn(door)
    const csv = `Namn|Pnr\nÅsa|${PERSON}\nBo|${OTHER}\n`
    expect(await client.update(csv)).toMatchObject({ status: 200, body: { entityCount: 2 } })
    const json = { persons: [{ pnr: PERSON }, { ssn: OTHER }, Number(PERSON)] }
    expect(await client.update(JSON.stringify(json), JSON_TYPE)).toMatchObject({
      status: 200,
      body: { entityCount: 2 },
    })
    expect(await uploaded(door)).toEqual([PERSON, OTHER].toSorted())
    expect((await client.update(JSON_FILE, JSON_TYPE)).status).toBe(400)
  },
  {
    settings: {
      'person-monitoring': {
        csvSeparators: ['|'],
        csvColumn: 2,
        csvHeaders: ['pnr'],
        jsonList: 'persons',
        jsonMembers: ['pnr', 'ssn'],
        jsonNumbers: 'taken',
      },
    },
  },
)
