import { expect } from 'vitest'
import { gediOf, makeSwedishPersonalNumber, numberOf } from '../../../fixtures/index.ts'
import { eachDoor } from '../../doors.ts'
import { type Client, IDENTIFICATION, logIn } from './client.ts'

const number = makeSwedishPersonalNumber({ birthDate: '1999-09-09', sex: 'FEMALE', serial: 238 })
const PATH = '/consumer-intelligence/sandbox/v1/persons'
const person = {
  id: 'my-person-1',
  country: 'SE',
  legalId: `${number.slice(0, 8)}-${number.slice(8)}`,
  firstName: 'Astrid',
  familyName: 'Provsson',
  dateOfBirth: '1999-09-09',
  gender: 'Female',
  addressList: [
    {
      type: 'Postal',
      subType: 'Domicile',
      streetName: 'Storgatan',
      streetNumber: '22',
      entrance: 'B',
      postalCode: '41114',
      city: 'Göteborg',
      country: 'SE',
    },
  ],
  phoneList: [{ type: 'Mobile', number: '+46701740605' }],
  citizenship: ['SE'],
}
const put = async (client: Client, change: object = {}) => client.call('PUT', PATH, { ...person, ...change })

eachDoor('[CI-33] a person of the client’s own gets a gedi and can be had by it', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  const { status, body } = await put(client)
  expect([status, body]).toEqual([
    200,
    { id: 'my-person-1', gedi: expect.stringMatching(/^ME[0-9A-F]{10}$/) },
  ])
  const { body: shown } = await client.call('GET', `/persons/${body.gedi}`)
  expect(shown).toMatchObject({
    firstNames: ['Astrid'],
    familyName: 'Provsson',
    birthDate: '1999-09-09',
    gender: 'FEMALE',
    addresses: [{ type: 'REGISTERED', streetName: 'Storgatan', entrance: 'B', postalCode: '41114' }],
    phoneNumbers: [{ number: '+46701740605' }],
    citizenship: ['SE'],
    metadata: { gedi: body.gedi, source: 'CUSTOM_SANDBOX', market: 'SE' },
  })
})

eachDoor('[CI-33] the same id updates the same person, and its subscriber hears of it', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  const { body: first } = await put(client)
  await client.upload({ consumerId: 'a', data: { legalId: person.legalId } })
  await door.control.clock.advance(IDENTIFICATION)
  const { nextPageToken } = await client.audit()
  const { body: second } = await put(client, { familyName: 'Nysson' })
  expect(second).toEqual(first)
  expect((await client.call('GET', `/persons/${first.gedi}`)).body.familyName).toBe('Nysson')
  expect((await client.audit(`pageToken=${nextPageToken}`)).data).toMatchObject([
    { type: 'PERSON_CHANGED', gedi: first.gedi, source: 'CUSTOM_SANDBOX', consumerIds: ['a'] },
  ])
  const { body: another } = await put(client, { id: 'my-person-2' })
  expect(another.gedi).not.toBe(first.gedi)
})

eachDoor('[CI-33] [CI-29] consumers are identified as the client’s own person in every way', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  const { body } = await put(client)
  const name = { firstName: 'Astrid', familyName: 'Provsson' }
  await client.upload(
    { consumerId: 'number', data: { legalId: number } },
    { consumerId: 'birth-date', data: { ...name, dateOfBirth: '1999-09-09' } },
    { consumerId: 'address', data: { ...name, fullAddress: 'Storgatan 22B, 41114 Göteborg' } },
    { consumerId: 'register', data: { legalId: numberOf('legal-id') } },
    { consumerId: 'nobody' },
  )
  await door.control.clock.advance(IDENTIFICATION)
  expect((await client.consumers()).data.map(({ gedi, source }) => [gedi, source])).toEqual([
    [body.gedi, 'CUSTOM_SANDBOX'],
    [body.gedi, 'CUSTOM_SANDBOX'],
    [body.gedi, 'CUSTOM_SANDBOX'],
    [gediOf(numberOf('legal-id')), 'SPAR'],
    [null, null],
  ])
  const { data } = await client.audit('pageSize=1000')
  const missed = data.find(({ type }) => type === 'CONSUMER_NOT_IDENTIFIED')
  expect(missed).toMatchObject({ sources: ['CUSTOM_SANDBOX', 'SPAR'] })
})

eachDoor('[CI-33] a person is there for the client that put it only', async (door) => {
  const { gedi } = await door.control.scenarios.load('sandbox-person-added')
  const production = await logIn(door, 'tvilling')
  expect((await production.call('GET', `/persons/${gedi}`)).status).toBe(404)
  const sandbox = await logIn(door, 'tvilling-sandbox')
  expect((await sandbox.call('GET', `/persons/${gedi}`)).status).toBe(200)
})

eachDoor('[CI-33] id and country are needed', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  for (const missing of [{ id: undefined }, { country: undefined }, { id: '' }, { country: 'Sweden' }]) {
    expect((await put(client, missing)).body.title).toBe('Constraint Violation')
  }
  const { body } = await client.call('PUT', PATH, { id: 'bare', country: 'DE' })
  const { body: shown } = await client.call('GET', `/persons/${body.gedi}`)
  expect(shown).toMatchObject({
    legalId: null,
    birthDate: null,
    minor: 'UNKNOWN',
    metadata: { market: 'XX' },
  })
})
