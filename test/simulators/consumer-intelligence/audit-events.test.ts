import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { eachDoor } from '../../doors.ts'
import { IDENTIFICATION, logIn, typesOf, withReceiver } from './client.ts'

eachDoor('[CI-22] the audit log has the events that the webhooks get', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    await client.createWebhook(receiver.url)
    await client.upload({ consumerId: 'a', data: { legalId: numberOf('legal-id') } }, { consumerId: 'b' })
    await door.control.clock.advance(IDENTIFICATION)
    await door.control.deliveries.settled()
    const { data } = await client.audit()
    expect(data).toEqual(receiver.received.map(({ body }) => body))
    expect(typesOf(data)).toEqual([
      'PING',
      'CONSUMER_UPLOADED',
      'CONSUMER_UPLOADED',
      'CONSUMER_IDENTIFIED',
      'PERSON_SUBSCRIBED',
      'CONSUMER_NOT_IDENTIFIED',
    ])
  })
})

eachDoor('[CI-09] audit events always have a token, which goes on from what was seen', async (door) => {
  const client = await logIn(door)
  const empty = await client.audit()
  expect(empty).toEqual({ nextPageToken: expect.any(String), data: [] })
  await client.upload({ consumerId: 'a' }, { consumerId: 'b' }, { consumerId: 'c' })
  const first = await client.audit(`pageSize=2&pageToken=${empty.nextPageToken}`)
  expect(first.data).toMatchObject([{ consumerId: 'a' }, { consumerId: 'b' }])
  const second = await client.audit(`pageSize=2&pageToken=${first.nextPageToken}`)
  expect(second.data).toMatchObject([{ consumerId: 'c' }])
  const third = await client.audit(`pageToken=${second.nextPageToken}`)
  expect(third).toEqual({ nextPageToken: second.nextPageToken, data: [] })
  await client.upload({ consumerId: 'd' })
  expect((await client.audit(`pageToken=${third.nextPageToken}`)).data).toMatchObject([{ consumerId: 'd' }])
})

eachDoor('[CI-22] audit events are kept for a year', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'a' })
  await door.control.clock.advance('P365D')
  const later = await logIn(door)
  expect(typesOf((await later.audit()).data)).toEqual(['CONSUMER_UPLOADED', 'CONSUMER_NOT_IDENTIFIED'])
  await door.control.clock.advance('PT60S')
  expect(typesOf((await later.audit()).data)).toEqual(['CONSUMER_NOT_IDENTIFIED'])
  await door.control.clock.advance('PT31S')
  expect((await later.audit()).data).toEqual([])
  const { items } = await door.control.state.page('consumer-intelligence', 'auditEvents')
  expect(items).toEqual([])
})

eachDoor('[CI-22] those of more than a year are gone as soon as another is written', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'a' })
  await door.control.clock.advance('P366D')
  const later = await logIn(door)
  await later.createWebhook('https://receiver.example/')
  const { items } = await door.control.state.page('consumer-intelligence', 'auditEvents')
  expect(items).toMatchObject([{ value: { event: { type: 'PING' } } }])
})

eachDoor(
  '[CI-43] of each client the newest are kept, so many as a setting says',
  async (door) => {
    const client = await logIn(door)
    const ids = ['a', 'b', 'c', 'd', 'e']
    for (const consumerId of ids) await client.upload({ consumerId })
    expect((await client.audit()).data).toMatchObject(ids.slice(2).map((consumerId) => ({ consumerId })))
  },
  { settings: { 'consumer-intelligence': { auditEvents: 3 } } },
)
