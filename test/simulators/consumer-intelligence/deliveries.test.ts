import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { isSigned, logIn, typesOf, withReceiver } from './client.ts'

eachDoor(
  '[CI-25] [CI-26] each delivery is signed at its time with the secret of its webhook',
  async (door) => {
    await withReceiver(async (receiver) => {
      const client = await logIn(door)
      const { secret } = await client.createWebhook(receiver.url)
      await door.control.clock.advance('PT7S')
      await client.upload({ consumerId: 'a' })
      await door.control.deliveries.settled()
      const [ping, uploaded] = receiver.received
      expect(typesOf(receiver.received)).toEqual(['PING', 'CONSUMER_UPLOADED'])
      expect(ping?.headers['ci-signature-timestamp']).toBe('1767225600')
      expect(uploaded?.headers['ci-signature-timestamp']).toBe('1767225607')
      expect(uploaded?.headers['content-type']).toBe('application/json')
      for (const message of receiver.received) {
        expect(message.headers['ci-signature-sha256']).toMatch(/^[0-9a-f]{64}$/)
        expect(isSigned(message, secret)).toBe(true)
        expect(isSigned(message, `${secret}x`)).toBe(false)
      }
    })
  },
)

eachDoor(
  '[CI-26] what is signed can be exchanged by a setting',
  async (door) => {
    await withReceiver(async (receiver) => {
      const client = await logIn(door)
      const { secret } = await client.createWebhook(receiver.url)
      await door.control.deliveries.settled()
      const [ping] = receiver.received
      const signature = createHmac('sha256', secret).update(String(ping?.raw)).digest('hex')
      expect(ping?.headers['ci-signature-sha256']).toBe(signature)
    })
  },
  { settings: { 'consumer-intelligence': { signature: 'body' } } },
)

eachDoor(
  '[CI-24] [CI-35] a receiver that fails twice gets the same event again a minute, and five, later',
  async (door) => {
    await withReceiver(async (receiver) => {
      const client = await logIn(door)
      const { secret } = await client.createWebhook(receiver.url)
      await door.control.deliveries.settled()
      receiver.answer(500, 204, 200)
      await client.upload({ consumerId: 'a' })
      await door.control.deliveries.settled()
      const calls = () =>
        receiver.received.slice(1).filter(({ body }) => body['type'] === 'CONSUMER_UPLOADED')
      expect(calls()).toHaveLength(1)
      await door.control.clock.advance('PT59.999S')
      expect(calls()).toHaveLength(1)
      await door.control.clock.advance('PT0.001S')
      expect(calls()).toHaveLength(2)
      await door.control.clock.advance('PT4M59.999S')
      expect(calls()).toHaveLength(2)
      await door.control.clock.advance('PT0.001S')
      expect(calls()).toHaveLength(3)
      await door.control.clock.advance('P2D')
      expect(calls()).toHaveLength(3)
      expect(new Set(calls().map(({ body }) => body['id'])).size).toBe(1)
      expect(new Set(calls().map(({ raw }) => raw)).size).toBe(1)
      expect(calls().map(({ headers }) => headers['ci-signature-timestamp'])).toEqual([
        '1767225600',
        '1767225660',
        '1767225960',
      ])
      for (const message of calls()) expect(isSigned(message, secret)).toBe(true)
    })
  },
)

eachDoor(
  '[CI-35] after five repetitions a delivery has failed, and can be sent again by hand',
  async (door) => {
    await withReceiver(async (receiver) => {
      receiver.answer(503)
      const client = await logIn(door)
      await client.createWebhook(receiver.url)
      await door.control.deliveries.settled()
      const { deliveries } = await door.control.clock.advance('P2D')
      expect(deliveries.map(({ at, state }) => [at, state])).toEqual([
        ['2026-01-01T00:01:00.000Z', 'PENDING'],
        ['2026-01-01T00:06:00.000Z', 'PENDING'],
        ['2026-01-01T00:36:00.000Z', 'PENDING'],
        ['2026-01-01T02:36:00.000Z', 'PENDING'],
        ['2026-01-01T14:36:00.000Z', 'FAILED'],
      ])
      receiver.answer(200)
      const [failed] = await door.control.deliveries.list()
      await door.control.deliveries.redeliver(String(failed?.id))
      await door.control.deliveries.settled()
      expect(receiver.received).toHaveLength(7)
      expect(await door.control.deliveries.list()).toMatchObject([{ state: 'DELIVERED' }])
    })
  },
)

eachDoor('[CI-24] a receiver that cannot be reached does not hold up another', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    await client.createWebhook('http://127.0.0.1:9/nobody')
    await client.createWebhook(receiver.url)
    await client.upload({ consumerId: 'a' })
    await door.control.deliveries.settled()
    expect(typesOf(receiver.received)).toEqual(['PING', 'CONSUMER_UPLOADED'])
    const [unreachable] = await door.control.deliveries.list({ state: 'PENDING' })
    expect(unreachable).toMatchObject({ url: 'http://127.0.0.1:9/nobody' })
  })
})
