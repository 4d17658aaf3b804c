import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EVENTS, withReceiver } from './client.ts'

const statuses = (received: readonly { body: Record<string, unknown> }[]) =>
  received.map(({ body }) => body['status'])

eachDoor('[OS-27] AllDone waits until the messages before it were accepted', (door) =>
  withReceiver(async (receiver) => {
    receiver.answer(200, 500, 500, 200)
    const client = clientOf(door)
    const id = await client.session({ reports: ['aml'], webhooks: [{ url: receiver.url, events: EVENTS }] })
    await door.control.clock.advance('PT1M')
    expect((await client.status(id)).body.status).toBe('DONE')
    expect(statuses(receiver.received)).toEqual(['JsonDataReady', 'ReportReady'])
    expect(await door.control.deliveries.explain({ event: 'AllDone' })).toContain('when those before it')

    await door.control.clock.advance('PT1M')
    expect(statuses(receiver.received)).toEqual(['JsonDataReady', 'ReportReady', 'ReportReady'])
    await door.control.clock.advance('PT5M')
    expect(statuses(receiver.received).slice(3)).toEqual(['ReportReady', 'AllDone'])
    const [done] = await door.control.deliveries.list({ event: 'AllDone' })
    expect(done).toMatchObject({ state: 'DELIVERED', attempts: [{ at: '2026-01-01T00:06:30.000Z' }] })
  }),
)

eachDoor('[OS-27] AllDone comes when the messages before it were given up', (door) =>
  withReceiver(async (receiver) => {
    receiver.answer(500)
    const webhooks = [{ url: receiver.url, events: ['JsonDataReady', 'AllDone'] }]
    await clientOf(door).session({ webhooks })
    await door.control.clock.advance('PT30M')
    expect(new Set(statuses(receiver.received))).toEqual(new Set(['JsonDataReady']))
    receiver.answer(500, 200)
    await door.control.clock.advance('PT10M')
    const states = (await door.control.deliveries.list()).map(({ event, state }) => [event, state])
    expect(states).toEqual([
      ['JsonDataReady', 'FAILED'],
      ['AllDone', 'DELIVERED'],
    ])
  }),
)

eachDoor('[OS-27] AllDone of one webhook does not wait for another webhook', (door) =>
  withReceiver((down) =>
    withReceiver(async (up) => {
      down.answer(500)
      const webhooks = [down, up].map(({ url }) => ({ url, events: EVENTS }))
      await clientOf(door).session({ webhooks })
      await door.control.clock.advance('PT10S')
      expect(statuses(up.received)).toEqual(['JsonDataReady', 'AllDone'])
      expect(statuses(down.received)).toEqual(['JsonDataReady'])
    }),
  ),
)

eachDoor('[OS-27] AllDone passes a message that a fault holds back until the next one', (door) =>
  withReceiver(async (receiver) => {
    await door.control.faults.add({
      simulator: 'organization-session',
      event: 'JsonDataReady',
      fault: 'reorder',
    })
    await clientOf(door).session({ webhooks: [{ url: receiver.url, events: EVENTS }] })
    await door.control.clock.advance('PT10S')
    expect(statuses(receiver.received)).toEqual(['AllDone', 'JsonDataReady'])
  }),
)
