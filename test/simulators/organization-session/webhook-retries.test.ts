import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, withReceiver } from './client.ts'

eachDoor('[OS-18] a webhook is sent again after 1, 5 and 30 minutes, and then no more', (door) =>
  withReceiver(async (receiver) => {
    receiver.answer(500)
    const webhooks = [{ url: receiver.url, events: ['JsonDataReady'] }]
    await clientOf(door).session({ webhooks })
    await door.control.clock.advance('P1D')
    const [delivery] = await door.control.deliveries.list()
    expect(delivery?.state).toBe('FAILED')
    expect(delivery?.attempts.map(({ at }) => at)).toEqual([
      '2026-01-01T00:00:10.000Z',
      '2026-01-01T00:01:10.000Z',
      '2026-01-01T00:06:10.000Z',
      '2026-01-01T00:36:10.000Z',
    ])
    expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1)
  }),
)

eachDoor('[OS-06] only 200 ends it', (door) =>
  withReceiver(async (receiver) => {
    receiver.answer(204, 301, 404, 200)
    await clientOf(door).session({ webhooks: [{ url: receiver.url, events: ['AllDone'] }] })
    await door.control.clock.advance('P1D')
    const [delivery] = await door.control.deliveries.list()
    expect(delivery?.attempts.map(({ steps }) => steps[0]?.status)).toEqual([204, 301, 404, 200])
    expect(delivery?.state).toBe('DELIVERED')
  }),
)
