import { expect, test } from 'vitest'
import { faultyDeliveries } from './faulty-deliveries.ts'

test('a message goes after the next one for the same webhook', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'reorder', times: 1 })
  for (const day of ['02', '03', '04']) await faulty.close(`2026-01-${day}`)
  await faulty.harness.deliveries.settled()
  expect(faulty.days()).toEqual(['03', '02', '04'])
  expect(await faulty.harness.deliveries.list()).toMatchObject([
    { state: 'DELIVERED', faults: [{ id: 'f1', fault: 'reorder' }] },
    { state: 'DELIVERED' },
    { state: 'DELIVERED' },
  ])
})

test('a fault without an end swaps the messages in pairs', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'reorder' })
  for (const day of ['02', '03', '04', '05']) await faulty.close(`2026-01-${day}`)
  const { deliveries } = await faulty.harness.clock.advance('PT1S')
  expect(faulty.days()).toEqual(['03', '02', '05', '04'])
  expect(deliveries).toHaveLength(4)
})

test('without a next message it waits, and the delivery says so', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'reorder', times: 1 })
  await faulty.close('2026-01-02')
  await faulty.harness.clock.advance('P1D')
  expect(faulty.days()).toEqual([])
  expect(await faulty.harness.deliveries.explain()).toContain(
    'to come: after the next message for this webhook',
  )
  const [held] = await faulty.harness.deliveries.list({ state: 'PENDING' })
  await faulty.harness.deliveries.redeliver(String(held?.id))
  await faulty.harness.deliveries.settled()
  expect(faulty.days()).toEqual(['02'])
})

test('it is dropped with the webhook that it is for', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'reorder', times: 1 })
  await faulty.close('2026-01-02')
  await faulty.harness.deliveries.settled()
  await faulty.caller.call('DELETE', '/webhooks/w1')
  expect(await faulty.harness.deliveries.list()).toMatchObject([{ state: 'DROPPED' }])
})
