import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { eachDoor } from '../../doors.ts'
import { IDENTIFICATION, logIn } from './client.ts'

const legalId = numberOf('legal-id')

eachDoor('[CI-16] [CI-29] a consumer is identified after 30 and another 60 seconds', async (door) => {
  const client = await logIn(door)
  await client.upload(
    { consumerId: 'a', data: { legalId } },
    { consumerId: 'b', data: { legalId: numberOf('nobody') } },
  )
  const states = async () => (await client.consumers()).data.map(({ state }) => state)
  expect(await states()).toEqual(['UPLOADED', 'UPLOADED'])
  await door.control.clock.advance('PT29.999S')
  expect(await states()).toEqual(['UPLOADED', 'UPLOADED'])
  await door.control.clock.advance('PT0.001S')
  expect(await states()).toEqual(['IDENTIFYING', 'IDENTIFYING'])
  await door.control.clock.advance('PT59.999S')
  expect(await states()).toEqual(['IDENTIFYING', 'IDENTIFYING'])
  const { transitions } = await door.control.clock.advance('PT0.001S')
  expect(transitions.map(({ key, to }) => [key, to])).toEqual([
    ['tvilling:a', 'IDENTIFIED'],
    ['tvilling:b', 'NOT_IDENTIFIED'],
  ])
  const [identified, not] = (await client.consumers()).data
  expect(identified).toEqual({
    consumerId: 'a',
    market: 'SE',
    state: 'IDENTIFIED',
    data: { legalId },
    gedi: expect.stringMatching(/^ME[0-9A-F]{10}$/),
    source: 'SPAR',
    created: '2026-01-01T00:00:00.000Z',
    changed: '2026-01-01T00:01:30.000Z',
  })
  expect(not).toMatchObject({ state: 'NOT_IDENTIFIED', gedi: null, source: null })
})

eachDoor(
  '[CI-21] [CI-29] how long identification takes is a setting',
  async (door) => {
    const client = await logIn(door)
    await client.upload({ consumerId: 'a', data: { legalId } })
    await door.control.clock.advance('PT1H')
    expect((await client.consumers()).data[0]?.state).toBe('IDENTIFYING')
    await door.control.clock.advance('P1D')
    expect((await client.consumers()).data[0]?.state).toBe('IDENTIFIED')
  },
  {
    settings: {
      'consumer-intelligence': { identifyingAfter: 'PT1H', identifiedAfter: 'P1D', tokenLifetime: 'P9D' },
    },
  },
)

eachDoor('[CI-27] [CI-29] each market has its register', async (door) => {
  const client = await logIn(door)
  await client.upload(
    { consumerId: 'se', market: 'SE', data: { legalId: '800102-2386' } },
    { consumerId: 'no', market: 'NO', data: { legalId: numberOf('norwegian') } },
    { consumerId: 'dk', market: 'DK', data: { legalId: '140982-0990' } },
    { consumerId: 'fi', market: 'FI', data: { legalId: numberOf('finnish') } },
    { consumerId: 'xx', market: 'XX', data: { legalId } },
    { consumerId: 'elsewhere', market: 'NO', data: { legalId } },
  )
  await door.control.clock.advance(IDENTIFICATION)
  const found = (await client.consumers()).data.map(({ consumerId, source }) => [consumerId, source])
  expect(found).toEqual([
    ['se', 'SPAR'],
    ['no', 'FREG'],
    ['dk', 'CPR'],
    ['fi', 'DVV'],
    ['xx', null],
    ['elsewhere', null],
  ])
  const { data } = await client.audit('pageSize=1000')
  const sources = data.flatMap((event) => (event.type === 'CONSUMER_NOT_IDENTIFIED' ? [event.sources] : []))
  expect(sources).toEqual([['DUN_BRADSTREET'], ['FREG']])
})

eachDoor(
  '[CI-29] [CI-21] consumers are identified by name with birth date, and by name with address',
  async (door) => {
    const client = await logIn(door)
    await client.upload(
      {
        consumerId: 'birth-date',
        data: { firstName: 'Elsa', familyName: 'Vikander-Holm', dateOfBirth: '1991-11-23' },
      },
      {
        consumerId: 'address',
        data: {
          firstName: 'Nils',
          familyName: 'Tornberg',
          streetName: 'Åkergatan',
          streetNumber: '7',
          postalCode: '75320',
        },
      },
      { consumerId: 'name-only', data: { firstName: 'Nils', familyName: 'Tornberg' } },
      {
        consumerId: 'wrong-date',
        data: { firstName: 'Elsa', familyName: 'Vikander-Holm', dateOfBirth: '1991-11-24' },
      },
    )
    await door.control.clock.advance(IDENTIFICATION)
    const states = (await client.consumers()).data.map(({ state }) => state)
    expect(states).toEqual(['IDENTIFIED', 'IDENTIFIED', 'NOT_IDENTIFIED', 'NOT_IDENTIFIED'])
  },
)
