import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { startReceiver } from '../../receiver.ts'
import { CSV, logIn, MOVE, OTHER, PERSON, withWebhook } from './client.ts'

eachDoor('[PM-22] one event is sent for each approved bundle and webhook', async (door) => {
  const { scenarios, people, deliveries } = door.control
  await scenarios.load('bundle-approved', { id: 'b1' })
  await scenarios.load('bundle-approved', { id: 'b2', numbers: [PERSON] })
  await withWebhook(door, (one) =>
    withWebhook(door, async (two) => {
      await people.change(PERSON, MOVE)
      await deliveries.settled()
      const ids = [...one.received, ...two.received].map(({ body }) => body['messageId'])
      expect([one.received.length, two.received.length, new Set(ids).size]).toEqual([4, 4, 4])
      await people.change(OTHER, { familyName: 'Ny' })
      await deliveries.settled()
      expect([one.received.length, two.received.length]).toEqual([6, 6])
    }),
  )
})

eachDoor('[PM-22] a bundle that is not APPROVED sends nothing', async (door) => {
  const { scenarios, people, deliveries, clock } = door.control
  const numbers = [PERSON]
  const client = await logIn(door)
  await withWebhook(door, async ({ received }) => {
    for (const prepare of [
      () => scenarios.load('bundle-missing', { numbers }),
      () => scenarios.load('bundle-incorrect', { numbers: [PERSON, numberOf('wrong-check-digit')] }),
      () => client.update(PERSON),
      () => scenarios.load('bundle-created', { id: 'b1' }),
    ]) {
      await prepare()
      await people.change(PERSON, { familyName: 'Ny' })
      await people.change(PERSON, { familyName: 'Gammal' })
    }
    await deliveries.settled()
    expect(received).toEqual([])
    await client.update(CSV)
    await clock.advance('PT4M')
    await people.change(PERSON, { familyName: 'Nu' })
    await deliveries.settled()
    expect(received).toHaveLength(2)
    await client.update(OTHER)
    await clock.advance('PT4M')
    await people.change(PERSON, { familyName: 'Borta' })
    await deliveries.settled()
    expect(received).toHaveLength(2)
  })
})

eachDoor(
  '[PM-22] only the webhooks of the client that has the bundle get a message',
  async (door) => {
    const { scenarios, people, deliveries } = door.control
    await scenarios.load('bundle-approved', { id: 'b1' })
    const receiver = await startReceiver()
    try {
      await scenarios.load('monitoring-webhook-registered', { url: receiver.url, client: 'other' })
      await people.change(PERSON, MOVE)
      await deliveries.settled()
      expect(receiver.received).toEqual([])
      await scenarios.load('bundle-approved', { id: 'b1', client: 'other' })
      await people.change(PERSON, { familyName: 'Ny' })
      await deliveries.settled()
      expect(receiver.received).toHaveLength(2)
    } finally {
      await receiver.close()
    }
  },
  {
    clients: {
      'person-monitoring': [
        { id: 'other', secret: 'other', scopes: [], attributes: { permission: true, webhookAddon: true } },
      ],
    },
  },
)
