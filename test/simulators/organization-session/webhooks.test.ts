import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EVENTS, withReceiver } from './client.ts'

const reports = ['aml', 'certificate']

eachDoor('[OS-06] webhooks come in the order JSON, reports, all done', (door) =>
  withReceiver(async ({ url, received }) => {
    await clientOf(door).session({ reports, webhooks: [{ url, events: EVENTS }] })
    const { deliveries } = await door.control.clock.advance('PT1M')
    expect(received.map(({ body }) => [body['status'], body['report']])).toEqual([
      ['JsonDataReady', undefined],
      ['ReportReady', 'aml'],
      ['ReportReady', 'certificate'],
      ['AllDone', undefined],
    ])
    expect(deliveries.map(({ state }) => state)).toEqual(Array(4).fill('DELIVERED'))
  }),
)

eachDoor('[OS-18] a webhook tells session, status, report and time, and is not signed', (door) =>
  withReceiver(async ({ url, received }) => {
    const id = await clientOf(door).session({ reports: ['aml'], webhooks: [{ url, events: EVENTS }] })
    await door.control.clock.advance('PT1M')
    expect(received.map(({ raw }) => raw)).toEqual([
      JSON.stringify({ sessionId: id, status: 'JsonDataReady', timestamp: '2026-01-01T00:00:10.000Z' }),
      JSON.stringify({
        sessionId: id,
        status: 'ReportReady',
        report: 'aml',
        timestamp: '2026-01-01T00:00:30.000Z',
      }),
      JSON.stringify({ sessionId: id, status: 'AllDone', timestamp: '2026-01-01T00:00:30.000Z' }),
    ])
    for (const { headers } of received) {
      expect(headers['content-type']).toBe('application/json')
      expect(Object.keys(headers).filter((name) => /sign|hmac|authorization/i.test(name))).toEqual([])
    }
  }),
)

eachDoor('[OS-05] each webhook hears only of what it asked for', (door) =>
  withReceiver((first) =>
    withReceiver(async (second) => {
      const webhooks = [
        { url: first.url, events: ['ReportReady'] },
        { url: second.url, events: ['AllDone', 'Failed', 'AllDone'] },
      ]
      await clientOf(door).session({ reports, webhooks })
      await door.control.clock.advance('PT1M')
      expect(first.received.map(({ body }) => body['report'])).toEqual(reports)
      expect(second.received.map(({ body }) => body['status'])).toEqual(['AllDone'])
    }),
  ),
)

eachDoor('[OS-05] webhooks are optional: without them nothing is sent', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports })
  const { deliveries } = await door.control.clock.advance('PT1M')
  expect(deliveries).toEqual([])
  expect((await client.status(id)).body.status).toBe('DONE')
})
