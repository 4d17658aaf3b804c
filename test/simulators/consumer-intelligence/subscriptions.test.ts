import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { eachDoor } from '../../doors.ts'
import { type Client, IDENTIFICATION, logIn, typesOf } from './client.ts'

const same = [
  { consumerId: 'by-number', data: { legalId: numberOf('same-person') } },
  {
    consumerId: 'by-address',
    data: { firstName: 'Karin', familyName: 'Hedlund', fullAddress: 'Götgatan 60, 116 46 Stockholm' },
  },
]
const remove = (client: Client, ...consumerIds: string[]) =>
  client.call('DELETE', '/consumers', { consumerIds })

eachDoor(
  '[CI-11] [CI-21] [CI-28] consumers that are the same person share one subscription',
  async (door) => {
    const client = await logIn(door)
    await client.upload(...same, { consumerId: 'other', data: { legalId: numberOf('legal-id') } })
    await door.control.clock.advance(IDENTIFICATION)
    const consumers = (await client.consumers()).data
    expect(consumers[0]?.gedi).toBe(consumers[1]?.gedi)
    const subscribed = (await client.subscribed()).data.map(({ metadata }) => metadata.gedi)
    expect(subscribed).toEqual([consumers[0]?.gedi, consumers[2]?.gedi])
    const events = (await client.audit()).data
    expect(typesOf(events)).toEqual([
      'CONSUMER_UPLOADED',
      'CONSUMER_UPLOADED',
      'CONSUMER_UPLOADED',
      'CONSUMER_IDENTIFIED',
      'PERSON_SUBSCRIBED',
      'CONSUMER_IDENTIFIED',
      'CONSUMER_IDENTIFIED',
      'PERSON_SUBSCRIBED',
    ])
    expect(events[4]).toMatchObject({
      consumerIds: ['by-number'],
      market: 'SE',
      gedi: consumers[0]?.gedi,
      source: 'SPAR',
    })
  },
)

eachDoor(
  '[CI-19] [CI-20] [CI-28] a person stays subscribed until its last consumer is deleted',
  async (door) => {
    const client = await logIn(door)
    await client.upload(...same)
    await door.control.clock.advance(IDENTIFICATION)
    const before = await client.audit()
    expect((await remove(client, 'by-number')).status).toBe(202)
    expect((await client.subscribed()).data).toHaveLength(1)
    const deleted = await remove(client, 'by-address')
    expect([deleted.status, deleted.body]).toEqual([202, undefined])
    expect((await client.subscribed()).data).toEqual([])
    expect((await client.consumers()).data).toEqual([])
    const events = (await client.audit(`pageToken=${before.nextPageToken}`)).data
    expect(events).toMatchObject([
      { type: 'CONSUMER_DELETED', consumerId: 'by-number', market: 'SE' },
      { type: 'CONSUMER_DELETED', consumerId: 'by-address', market: 'SE' },
      { type: 'PERSON_UNSUBSCRIBED', consumerIds: ['by-address'], market: 'SE', source: 'SPAR' },
    ])
  },
)

eachDoor('[CI-20] a person of whom both consumers are deleted at once is unsubscribed once', async (door) => {
  const client = await logIn(door)
  await client.upload(...same)
  await door.control.clock.advance(IDENTIFICATION)
  const { nextPageToken } = await client.audit()
  await remove(client, 'by-address', 'by-number')
  const events = (await client.audit(`pageToken=${nextPageToken}`)).data
  expect(typesOf(events)).toEqual(['CONSUMER_DELETED', 'CONSUMER_DELETED', 'PERSON_UNSUBSCRIBED'])
})

eachDoor('[CI-30] a deletion ignores ids that are not known', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'a' })
  expect((await remove(client, 'unknown', 'a', 'a')).status).toBe(202)
  expect((await client.consumers()).data).toEqual([])
  expect(typesOf((await client.audit()).data)).toEqual(['CONSUMER_UPLOADED', 'CONSUMER_DELETED'])
})

eachDoor('[CI-20] a consumer that is deleted on its way is never identified', async (door) => {
  const client = await logIn(door)
  await client.upload(...same)
  await door.control.clock.advance('PT30S')
  await remove(client, 'by-number', 'by-address')
  const { transitions } = await door.control.clock.advance(IDENTIFICATION)
  expect(transitions).toEqual([])
  expect((await client.subscribed()).data).toEqual([])
})
