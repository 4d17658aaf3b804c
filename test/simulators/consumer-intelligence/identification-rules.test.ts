import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

const name = { firstName: 'Astrid', familyName: 'Lindqvist' }
const legalId = numberOf('legal-id')
const IGNORING = { settings: { 'consumer-intelligence': { contradictions: 'ignore' } } }

/** The status of a search, and the rule that decided. */
async function searcher(door: Door, id?: string) {
  const client = await logIn(door, id)
  return async (data: object, market = 'SE') => {
    const { status, headers } = await client.call('POST', `/markets/${market}/persons/_find`, data)
    return { status, reason: String(headers.get('x-tvilling-reason')) }
  }
}

const contradicting = [
  { dateOfBirth: '1980-01-03' },
  { yearOfBirth: 1981 },
  { gender: 'MALE' },
  { firstName: 'Karin' },
  { familyName: 'Berg' },
]

eachDoor('[CI-29] a legal id decides alone, and data that contradicts it is no match', async (door) => {
  const search = await searcher(door)
  const agreeing = { ...name, dateOfBirth: '1980-01-02', yearOfBirth: 1980, gender: 'FEMALE' }
  expect((await search({ legalId, ...agreeing })).status).toBe(200)
  expect((await search({ legalId, firstName: 'Maria', city: 'Kiruna', phoneNumber: '1' })).status).toBe(200)
  for (const data of contradicting) {
    const { status, reason } = await search({ ...agreeing, ...data, legalId })
    expect(status).toBe(404)
    expect(reason).toContain(`has another ${Object.keys(data)[0]}`)
  }
  const nobody = await search({ ...agreeing, legalId: numberOf('nobody') })
  expect(nobody).toEqual({ status: 404, reason: 'CI-29: Nobody in SE matches by legal id.' })
})

eachDoor(
  '[CI-29] the setting contradictions can ignore what contradicts',
  async (door) => {
    const search = await searcher(door)
    for (const data of contradicting) expect((await search({ ...data, legalId })).status).toBe(200)
    const born = { ...name, dateOfBirth: '1980-01-02' }
    expect((await search({ ...born, gender: 'MALE', yearOfBirth: 1981 })).status).toBe(200)
    expect((await search({ ...born, firstName: 'Karin' })).status).toBe(404)
  },
  IGNORING,
)

eachDoor('[CI-12] [CI-29] name, year of birth and a city or postal code find a person', async (door) => {
  const search = await searcher(door)
  const found = { status: 200, reason: 'CI-29: found by name, year of birth and place.' }
  const data = { ...name, yearOfBirth: 1980 }
  expect(await search({ ...data, city: 'Göteborg' })).toEqual(found)
  expect(await search({ ...data, postalCode: '411 14' })).toEqual(found)
  expect((await search(data)).status).toBe(404)
  expect((await search({ ...data, city: 'Kiruna' })).status).toBe(404)
  expect((await search({ ...data, yearOfBirth: 1981, city: 'Göteborg' })).status).toBe(404)
  expect((await search({ yearOfBirth: 1980, city: 'Göteborg' })).status).toBe(404)
})

eachDoor('[CI-12] [CI-29] name and phone number find a person, however it is written', async (door) => {
  const search = await searcher(door)
  const found = { status: 200, reason: 'CI-29: found by name and phone number.' }
  for (const phoneNumber of ['+46701740605', '0046 70-174 06 05', '070-174 06 05', '+46 (0)70 174 06 05']) {
    expect(await search({ ...name, phoneNumber })).toEqual(found)
  }
  expect((await search({ ...name, phoneNumber: '+46701740606' })).status).toBe(404)
  expect((await search({ phoneNumber: '+46701740605' })).status).toBe(404)
})

eachDoor('[CI-29] a person of the sandbox is found by phone number as well', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  await client.call('PUT', '/consumer-intelligence/sandbox/v1/persons', {
    id: 'one',
    country: 'SE',
    firstName: 'Tilda',
    familyName: 'Tvilling',
    phoneList: [{ number: '070-174 06 90' }],
  })
  const search = await searcher(door, 'tvilling-sandbox')
  const data = { firstName: 'Tilda', familyName: 'Tvilling', phoneNumber: '+46701740690' }
  expect((await search(data)).status).toBe(200)
})

eachDoor('[CI-29] a protected identity is not found by place, address or phone number', async (door) => {
  const number = numberOf('protected-identity')
  await door.control.people.change(number, { phoneNumbers: ['+46701740699'] })
  const search = await searcher(door)
  const data = { firstName: 'Maja', familyName: 'Rosén', city: 'Stockholm', postalCode: '11646' }
  expect((await search({ ...data, yearOfBirth: 1995 })).status).toBe(404)
  expect((await search({ ...data, streetName: 'Ringvägen' })).status).toBe(404)
  expect((await search({ ...data, phoneNumber: '+46701740699' })).status).toBe(404)
  expect((await search({ ...data, dateOfBirth: '1995-06-14' })).status).toBe(200)
})

eachDoor('[CI-14] [CI-29] the reason names the rule and how the address was read', async (door) => {
  const search = await searcher(door)
  const fullAddress = 'c/o Berg, Storgatan 22B, 411 14 Goteborg'
  const { status, reason } = await search({ ...name, city: 'Göteborg', fullAddress })
  expect(status).toBe(200)
  expect(reason).toBe(
    'CI-29: found by name and address. fullAddress was read as careOf "Berg", streetName "Storgatan", ' +
      'streetNumber "22", entrance "B", postalCode "41114", city "Goteborg".',
  )
  const nobody = await search({ ...name, fullAddress: 'Storgatan 23, 41114 Goteborg' })
  expect(nobody.status).toBe(404)
  expect(nobody.reason).toContain('by name with address. fullAddress was read as streetName "Storgatan"')
})
