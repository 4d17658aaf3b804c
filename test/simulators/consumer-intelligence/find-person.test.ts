import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

type Find = (data: object, market?: string) => Promise<string | number>

/** Family name and birth date of whom a search finds, or the status. */
async function finder(door: Door, id?: string): Promise<Find> {
  const client = await logIn(door, id)
  return async (data, market = 'SE') => {
    const { status, body } = await client.call('POST', `/markets/${market}/persons/_find`, data)
    return status === 200 ? `${body.firstNames[0]} ${body.familyName}` : status
  }
}

const ASTRID = 'Astrid Lindqvist'
const name = { firstName: 'Astrid', familyName: 'Lindqvist' }
const city = { postalCode: '41114', city: 'Göteborg' }

eachDoor('[CI-12] [CI-32] a person is found by legal id in any spelling, and nobody is 404', async (door) => {
  const find = await finder(door)
  for (const legalId of ['198001022386', '19800102-2386', '800102-2386', ' 8001022386 ']) {
    expect(await find({ legalId })).toBe(ASTRID)
  }
  expect(await find({ legalId: '240315+2388' })).toBe('Signe Almqvist')
  expect(await find({ legalId: numberOf('nobody') })).toBe(404)
  expect(await find({})).toBe(404)
  const client = await logIn(door)
  const missed = await client.call('POST', '/markets/SE/persons/_find', { legalId: numberOf('nobody') })
  expect(missed.headers.get('x-tvilling-reason')).toContain('Nobody in SE')
})

eachDoor('[CI-12] [CI-29] what contradicts a person does not find it', async (door) => {
  const find = await finder(door)
  const born = { ...name, dateOfBirth: '1980-01-02' }
  expect(await find(born)).toBe(ASTRID)
  expect(await find({ ...born, yearOfBirth: 1980, gender: 'FEMALE' })).toBe(ASTRID)
  expect(await find({ ...born, yearOfBirth: 1981 })).toBe(404)
  expect(await find({ ...born, gender: 'MALE' })).toBe(404)
  expect(await find({ ...born, legalId: numberOf('nobody') })).toBe(404)
  expect(await find({ ...born, legalId: 'misspelt' })).toBe(ASTRID)
})

eachDoor('[CI-13] the first three names count, whatever separates them', async (door) => {
  const find = await finder(door)
  const born = { familyName: 'Lindqvist', dateOfBirth: '1980-01-02' }
  for (const firstName of ['Astrid Maria', 'maria,ASTRID', 'Astrid-Maria', 'Astrid / Maria', 'Maria']) {
    expect(await find({ ...born, firstName })).toBe(ASTRID)
  }
  expect(await find({ ...born, firstName: 'Astrid Maria Astrid Fourth' })).toBe(ASTRID)
  expect(await find({ ...born, firstName: 'Astrid Maria Third' })).toBe(404)
  const elsa = { firstName: 'Elsa', dateOfBirth: '1991-11-23' }
  for (const familyName of ['Vikander-Holm', 'Vikander Holm', 'Holm', 'Holm, Vikander, Holm, Fourth']) {
    expect(await find({ ...elsa, familyName })).toBe('Elsa Vikander-Holm')
  }
  expect(await find({ ...elsa, familyName: 'Holm Vikander Third' })).toBe(404)
})

eachDoor(
  '[CI-14] fullAddress fills what is null, a given value wins, an empty one suppresses',
  async (door) => {
    const find = await finder(door)
    const data = { ...name, ...city }
    expect(await find({ ...data, fullAddress: 'Storgatan 22B' })).toBe(ASTRID)
    expect(await find({ ...data, fullAddress: 'Storgatan 22B', streetNumber: null })).toBe(ASTRID)
    expect(await find({ ...data, fullAddress: 'Storgatan 22C' })).toBe(404)
    expect(await find({ ...data, fullAddress: 'Storgatan 22C', entrance: 'B' })).toBe(ASTRID)
    expect(await find({ ...data, fullAddress: 'Storgatan 22C', entrance: '' })).toBe(ASTRID)
    expect(await find({ ...data, fullAddress: 'Storgatan 22B', streetNumber: '23' })).toBe(404)
    expect(await find({ ...data, fullAddress: 'Storgatan 22B', streetName: '' })).toBe(404)
  },
)

eachDoor('[CI-14] addresses are parsed as they are written in each country', async (door) => {
  const find = await finder(door)
  const se = { firstName: 'Nils', familyName: 'Tornberg' }
  for (const fullAddress of [
    'Åkergatan 7 lgh 1101, 753 20 Uppsala',
    'Åkergatan 7, 75320 Uppsala',
    'Åkergatan 7, Uppsala',
  ]) {
    expect(await find({ ...se, fullAddress })).toBe('Nils Tornberg')
  }
  expect(await find({ ...se, fullAddress: 'Åkergatan 7 lgh 1102, 753 20 Uppsala' })).toBe(404)
  const dk = { firstName: 'Freja', familyName: 'Østergaard' }
  expect(await find({ ...dk, fullAddress: 'Østerbrogade 88, 3. tv, 2100 København Ø' }, 'DK')).toBe(
    'Freja Østergaard',
  )
  expect(await find({ ...dk, fullAddress: 'Østerbrogade 88, 4. tv, 2100 København Ø' }, 'DK')).toBe(404)
  const fi = { firstName: 'Eino', familyName: 'Mäkelä' }
  expect(await find({ ...fi, fullAddress: 'Mannerheimintie 30 A 12, 00100 Helsinki' }, 'FI')).toBe(
    'Eino Mäkelä',
  )
  expect(await find({ ...fi, fullAddress: 'Mannerheimintie 30 A 13, 00100 Helsinki' }, 'FI')).toBe(404)
  const no = { firstName: 'Solveig', familyName: 'Nordahl' }
  expect(await find({ ...no, fullAddress: 'Storgata 12, 0184 Oslo' }, 'NO')).toBe('Solveig Nordahl')
})

eachDoor('[CI-12] [CI-29] an earlier address finds as well', async (door) => {
  const find = await finder(door)
  expect(await find({ ...name, fullAddress: 'Linnégatan 5, 41114 Göteborg' })).toBe(ASTRID)
  expect(await find({ ...name, fullAddress: 'Linnégatan 6, 41114 Göteborg' })).toBe(404)
})

eachDoor(
  '[CI-29] of several persons who match alike, none is found unless the phone decides',
  async (door) => {
    const client = await logIn(door, 'tvilling-sandbox')
    const twin = { country: 'SE', firstName: 'Tilda', familyName: 'Tvilling', dateOfBirth: '2000-02-02' }
    const add = (id: string, phone: string) =>
      client.call('PUT', '/consumer-intelligence/sandbox/v1/persons', {
        ...twin,
        id,
        phoneList: [{ number: phone }],
      })
    const find = await finder(door, 'tvilling-sandbox')
    const { country, ...wanted } = twin
    await add('one', '+46701740690')
    expect(await find(wanted)).toBe('Tilda Tvilling')
    await add('other', '+46701740691')
    expect(await find(wanted)).toBe(404)
    expect(await find({ ...wanted, phoneNumber: '+46 70 174 06 91' })).toBe('Tilda Tvilling')
  },
)

eachDoor('[CI-32] a market without permission, or that does not exist, is 403', async (door) => {
  const client = await logIn(door, 'tvilling-no-denmark')
  const legalId = numberOf('danish')
  const status = async (market: string) =>
    (await client.call('POST', `/markets/${market}/persons/_find`, { legalId })).status
  expect([await status('DK'), await status('DE'), await status('SE')]).toEqual([403, 403, 404])
  const upload = await client.upload({ consumerId: 'a' }, { consumerId: 'b', market: 'DK' })
  expect(upload.status).toBe(403)
  expect(upload.body).toMatchObject({ title: 'Forbidden', detail: expect.stringContaining('DK') })
  expect((await client.consumers()).data).toEqual([])
  const everywhere = await logIn(door)
  const { body } = await everywhere.call('POST', '/markets/DK/persons/_find', { legalId })
  expect((await client.call('GET', `/persons/${body.metadata.gedi}`)).status).toBe(403)
  expect((await everywhere.call('GET', `/persons/${body.metadata.gedi}`)).status).toBe(200)
})

eachDoor('[CI-05] [CI-32] a token without the scope bci is 403', async (door) => {
  const client = await logIn(door, 'tvilling-no-scope', 'grant_type=client_credentials')
  const refused = await client.call('GET', '/consumers')
  expect(refused.status).toBe(403)
  expect(refused.body.title).toBe('Forbidden')
})
