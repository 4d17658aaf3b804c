import { expect, test } from 'vitest'
import { faultyDeliveries } from './faulty-deliveries.ts'

test('a message comes later, and others overtake it', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'delay-delivery', by: 'PT10M', times: 1 })
  await faulty.close('2026-01-02')
  await faulty.close('2026-01-03')
  await faulty.harness.deliveries.settled()
  expect(faulty.days()).toEqual(['03'])
  expect(await faulty.harness.deliveries.explain({ state: 'PENDING' })).toContain(
    'held back by fault f1, delay-delivery\n   to come: attempt 1 at 2026-01-01T00:10:00.000Z',
  )
  const { deliveries } = await faulty.harness.clock.advance('PT10M')
  expect(deliveries).toMatchObject([{ at: '2026-01-01T00:10:00.000Z', attempt: 1, state: 'DELIVERED' }])
  expect(faulty.days()).toEqual(['03', '02'])
})

test('only messages of the event that was named', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'delay-delivery', by: 'PT10M', event: 'LOAN' })
  await faulty.close('2026-01-02')
  await faulty.harness.deliveries.settled()
  expect(faulty.days()).toEqual(['02'])
  expect(await faulty.harness.faults.list()).toMatchObject([{ matched: 0 }])
})
