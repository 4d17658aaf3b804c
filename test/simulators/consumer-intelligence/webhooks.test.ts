import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn, typesOf, withReceiver } from './client.ts'

const EVENTS =
  `* PING CONSUMER_UPLOADED CONSUMER_DELETED CONSUMER_IDENTIFIED CONSUMER_NOT_IDENTIFIED PERSON_SUBSCRIBED
  PERSON_UNSUBSCRIBED PERSON_REIDENTIFIED PERSON_CHANGED ENRICHMENT_CHANGED LIFE_EVENT`.split(/\s+/)

eachDoor('[CI-23] a webhook is created with url and events, listed and deleted', async (door) => {
  const client = await logIn(door)
  const wanted = { url: 'http://127.0.0.1:9/hook', events: EVENTS, description: 'Everything' }
  const created = await client.call('POST', '/webhooks', wanted)
  expect(created.status).toBe(201)
  expect(created.body).toEqual({ ...wanted, id: expect.any(String), secret: expect.any(String) })
  const { id } = created.body
  const other = await client.createWebhook('http://127.0.0.1:9/other', ['PING'])
  expect(other.secret).not.toBe(created.body.secret)
  const listed = await client.call('GET', '/webhooks')
  expect(listed.body.webhooks.map((webhook: { id: string }) => webhook.id)).toEqual([id, other.id])
  const deleted = await client.call('DELETE', `/webhooks/${id}`)
  expect([deleted.status, deleted.body]).toEqual([200, { ...wanted, id }])
  expect((await client.call('GET', '/webhooks')).body.webhooks).toHaveLength(1)
  expect((await client.call('DELETE', `/webhooks/${id}`)).status).toBe(404)
})

eachDoor('[CI-23] url and events are needed, and known', async (door) => {
  const client = await logIn(door)
  const url = 'http://127.0.0.1:9/hook'
  const wrong = [{ url }, { events: [] }, { url: 'ftp://x.test', events: [] }, { url, events: ['OTHER'] }]
  for (const body of wrong) {
    const refused = await client.call('POST', '/webhooks', body)
    expect([refused.status, refused.body.title]).toEqual([400, 'Constraint Violation'])
  }
  expect((await client.call('GET', '/webhooks')).body).toEqual({ webhooks: [] })
})

eachDoor('[CI-23] [CI-35] a secret is shown once only, to nobody else, and not by control', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    const { id, secret } = await client.createWebhook(receiver.url)
    await door.control.deliveries.settled()
    const shown = [
      (await client.call('GET', '/webhooks')).body,
      await client.audit(),
      await door.control.state.page('consumer-intelligence', 'webhooks'),
      await door.control.deliveries.list(),
      receiver.received,
      (await client.call('DELETE', `/webhooks/${id}`)).body,
    ]
    for (const text of shown.map((value) => JSON.stringify(value))) expect(text).not.toContain(secret)
  })
})

eachDoor('[CI-24] creating a webhook sends it a PING, whatever it listens to', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    await client.createWebhook(receiver.url, ['CONSUMER_DELETED'])
    await client.createWebhook('http://127.0.0.1:9/other', ['*'])
    await client.upload({ consumerId: 'a' })
    await client.call('DELETE', '/consumers', { consumerIds: ['a'] })
    await door.control.clock.advance('PT0S')
    await door.control.deliveries.settled()
    expect(typesOf(receiver.received)).toEqual(['PING', 'CONSUMER_DELETED'])
    expect(receiver.received[0]?.body).toEqual({
      type: 'PING',
      id: expect.any(String),
      timestamp: '2026-01-01T00:00:00.000Z',
    })
  })
})

eachDoor('[CI-23] a deleted webhook gets nothing more, not even what was on its way', async (door) => {
  await withReceiver(async (receiver) => {
    receiver.answer(500)
    const client = await logIn(door)
    const { id } = await client.createWebhook(receiver.url)
    await door.control.deliveries.settled()
    expect(receiver.received).toHaveLength(1)
    await client.call('DELETE', `/webhooks/${id}`)
    await client.upload({ consumerId: 'a' })
    await door.control.clock.advance('P1D')
    expect(receiver.received).toHaveLength(1)
    expect(await door.control.deliveries.list()).toMatchObject([{ event: 'PING', state: 'DROPPED' }])
  })
})
