import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { type Answer, logIn } from './client.ts'

const settings = (own: Record<string, string>) => ({ settings: { 'consumer-intelligence': own } })
const fieldsOf = ({ body }: Answer) => body.violations.map(({ field }: { field: string }) => field)

/** Every member, as a serializer writes an object of which one is set. */
const sparse = {
  legalId: '198001022386',
  firstName: null,
  familyName: null,
  dateOfBirth: null,
  yearOfBirth: null,
  streetName: null,
  streetNumber: null,
  postalCode: null,
  city: null,
  entrance: null,
  floor: null,
  apartment: null,
  fullAddress: null,
  phoneNumber: null,
  gender: null,
}
const url = 'http://127.0.0.1:9/hook'

eachDoor('[CI-36] optional members that are null count as absent', async (door) => {
  const client = await logIn(door)
  expect((await client.call('POST', '/markets/SE/persons/_find', sparse)).status).toBe(200)
  const upload = [{ market: 'SE', consumerId: 'a', data: { ...sparse } }]
  expect((await client.call('POST', '/consumers', upload)).status).toBe(202)
  const created = await client.call('POST', '/webhooks', { url, events: ['PING'], description: null })
  expect(created.status).toBe(201)
  expect(created.body).not.toHaveProperty('description')
  const wrong = await client.call('POST', '/webhooks', { url: null, events: ['PING'] })
  expect(fieldsOf(wrong)).toEqual(['url'])
})

eachDoor(
  '[CI-36] [CI-14] nulls can be refused, except in the members of an address',
  async (door) => {
    const client = await logIn(door)
    const refused = await client.call('POST', '/markets/SE/persons/_find', sparse)
    expect(refused.status).toBe(400)
    expect(fieldsOf(refused).toSorted()).toEqual(
      [
        'firstName',
        'familyName',
        'dateOfBirth',
        'yearOfBirth',
        'fullAddress',
        'phoneNumber',
        'gender',
      ].sort(),
    )
    const created = await client.call('POST', '/webhooks', { url, events: ['PING'], description: null })
    expect(fieldsOf(created)).toEqual(['description'])
  },
  settings({ nulls: 'refused' }),
)

/** The sample request of the source. */
const sample = {
  legalId: 198001022386,
  firstName: 'string',
  familyName: 'string',
  dateOfBirth: '1980-09-23',
  yearOfBirth: 1969,
  streetName: 'Storgatan',
  streetNumber: 22,
  postalCode: 41114,
  city: 'Göteborg',
  entrance: 'A',
  floor: 3,
  apartment: 1522,
  fullAddress: 'Storgatan 22B',
  phoneNumber: '+46704284712',
  gender: 'MALE',
}
const search = async (door: Door, data: object) =>
  (await logIn(door)).call('POST', '/markets/SE/persons/_find', data)

eachDoor('[CI-39] numbers where a string is declared are refused', async (door) => {
  const refused = await search(door, sample)
  expect(refused.status).toBe(400)
  const numbers = ['apartment', 'floor', 'legalId', 'postalCode', 'streetNumber']
  expect(fieldsOf(refused).toSorted()).toEqual(numbers)
})

eachDoor(
  '[CI-39] with scalars: coerce, the numbers of the sample are taken as the strings they stand for',
  async (door) => {
    const found = await search(door, sample)
    expect(found.status).toBe(200)
    expect(found.body.legalId.value).toBe('198001022386')
    const { streetNumber, postalCode } = sample
    const address = { streetName: 'Storgatan', streetNumber, postalCode }
    const neighbour = await search(door, { firstName: 'Astrid', familyName: 'Lindqvist', ...address })
    expect(neighbour.status).toBe(200)
    expect(fieldsOf(await search(door, { yearOfBirth: '1980' }))).toEqual(['yearOfBirth'])
  },
  settings({ scalars: 'coerce', contradictions: 'ignore' }),
)

eachDoor('[CI-36] an answer says that a null counted as absent, if one did', async (door) => {
  const client = await logIn(door)
  const evidenceOf = async (data: object) => {
    const upload = [{ market: 'SE', consumerId: 'a', data }]
    return (await client.call('POST', '/consumers', upload)).headers.get('x-tvilling-evidence')
  }
  expect(await evidenceOf({ legalId: '198001022386', gender: null })).toContain('CI-36')
  // In an address, null is a value that the provider documents.
  expect(await evidenceOf({ legalId: '198001022386', city: null })).not.toContain('CI-36')
})
