import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { MOVE, PERSON, phasesOf, withWebhook } from './client.ts'

async function move(door: Door): Promise<void> {
  await door.control.scenarios.load('bundle-approved', { id: 'b1' })
  await door.control.people.change(PERSON, MOVE)
  await door.control.deliveries.settled()
}

const state = async ({ control }: Door) => (await control.deliveries.list()).map((delivery) => delivery.state)

eachDoor(
  '[PM-13] a receiver that declines with 417 gets no payload, and is not asked again',
  async (door) => {
    await withWebhook(door, async (receiver) => {
      receiver.answer(417)
      await move(door)
      await door.control.clock.advance('P2D')
      expect(phasesOf(receiver)).toEqual(['continue'])
      expect(await state(door)).toEqual(['DECLINED'])
    })
  },
)

eachDoor('[PM-13] [PM-22] 417 to the payload ends it as well', async (door) => {
  await withWebhook(door, async (receiver) => {
    receiver.answer(200, 417)
    await move(door)
    await door.control.clock.advance('P2D')
    expect(phasesOf(receiver)).toEqual(['continue', 'payload'])
    expect(await state(door)).toEqual(['DECLINED'])
  })
})

eachDoor(
  '[PM-15] [PM-22] after any other answer it is sent again after 1, 5 and 30 minutes, 2 and 12 hours',
  async (door) => {
    await withWebhook(door, async (receiver) => {
      receiver.answer(500, 400, 301, 204, 404, 503)
      await move(door)
      const { deliveries } = await door.control.clock.advance('P2D')
      expect(deliveries.map(({ at }) => at)).toEqual([
        '2026-01-01T00:01:00.000Z',
        '2026-01-01T00:06:00.000Z',
        '2026-01-01T00:36:00.000Z',
        '2026-01-01T02:36:00.000Z',
        '2026-01-01T14:36:00.000Z',
      ])
      expect(phasesOf(receiver)).toEqual(Array(6).fill('continue'))
      expect(new Set(receiver.received.map(({ body }) => body['messageId'])).size).toBe(1)
      expect(await state(door)).toEqual(['FAILED'])
    })
  },
)

eachDoor(
  '[PM-15] a payload that failed comes again with the same messageId, after its question',
  async (door) => {
    await withWebhook(door, async (receiver) => {
      receiver.answer(200, 500, 200)
      await move(door)
      await door.control.clock.advance('PT1M')
      expect(phasesOf(receiver)).toEqual(['continue', 'payload', 'continue', 'payload'])
      expect(new Set(receiver.received.map(({ body }) => body['messageId'])).size).toBe(1)
      expect(await state(door)).toEqual(['DELIVERED'])
    })
  },
)

eachDoor('[PM-15] a receiver gets a duplicate on demand', async (door) => {
  await withWebhook(door, async (receiver) => {
    await move(door)
    const [delivery] = await door.control.deliveries.list()
    await door.control.deliveries.redeliver(String(delivery?.id))
    await door.control.deliveries.settled()
    const [first, second, third, fourth] = receiver.received
    expect(phasesOf(receiver)).toEqual(['continue', 'payload', 'continue', 'payload'])
    expect(third?.raw).toBe(first?.raw)
    expect(fourth?.raw).toBe(second?.raw)
  })
})

eachDoor(
  '[PM-22] a receiver that takes longer than the timeout, or is not there, is tried again',
  async (door) => {
    const silent = createServer(() => {})
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const { port } = silent.address() as AddressInfo
    for (const url of [`http://127.0.0.1:${port}/hook`, 'http://127.0.0.1:9/hook']) {
      await door.control.scenarios.load('monitoring-webhook-registered', { url })
    }
    await move(door)
    expect(await state(door)).toEqual(['PENDING', 'PENDING'])
    const { deliveries } = await door.control.clock.advance('PT1M')
    expect(deliveries.map(({ attempt, state, status }) => [attempt, state, status])).toEqual([
      [2, 'FAILED', undefined],
      [2, 'FAILED', undefined],
    ])
    silent.closeAllConnections()
    await new Promise((closed) => silent.close(closed))
  },
  { settings: { 'person-monitoring': { retries: ['PT1M'], webhookTimeout: 'PT0.05S' } } },
)

eachDoor('[PM-22] pauses and timeout are settings; a receiver has ten seconds', async (door) => {
  const simulators = await door.control.simulators.list()
  expect(simulators.find(({ name }) => name === 'person-monitoring')?.settings).toMatchObject({
    webhookTimeout: 'PT10S',
    retries: ['PT1M', 'PT5M', 'PT30M', 'PT2H', 'PT12H'],
  })
})
