import { expect, test } from 'vitest'
import { faultyDeliveries } from './faulty-deliveries.ts'

test('the first attempts are lost on the way; the provider tries again by its schedule', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'drop', times: 2 })
  await faulty.close('2026-01-02')
  const { deliveries } = await faulty.harness.clock.advance('PT1H')
  expect(
    deliveries.map(({ at, attempt, state, error }) => [at.slice(11, 19), attempt, state, error]),
  ).toEqual([
    ['00:00:00', 1, 'PENDING', 'Lost on the way: the fault f1 (drop) was declared.'],
    ['00:01:00', 2, 'PENDING', 'Lost on the way: the fault f1 (drop) was declared.'],
    ['00:06:00', 3, 'DELIVERED', undefined],
  ])
  expect(faulty.days()).toEqual(['02'])
})

test('one that is lost each time has failed', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'drop' })
  await faulty.close('2026-01-02')
  await faulty.harness.clock.advance('PT1H')
  expect(await faulty.harness.deliveries.list()).toMatchObject([{ state: 'FAILED' }])
  expect(faulty.days()).toEqual([])
})

test('a receiver that is down comes up again when the time of the fault is over', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'receiver-down', for: 'PT5M' })
  expect(await faulty.harness.faults.list()).toMatchObject([{ until: '2026-01-01T00:05:00.000Z' }])
  await faulty.close('2026-01-02')
  await faulty.harness.clock.advance('PT3M')
  await faulty.close('2026-01-03')
  await faulty.harness.clock.advance('PT10M')
  expect(faulty.days()).toEqual(['02', '03'])
  const [first] = await faulty.harness.deliveries.list()
  expect(first?.attempts.map(({ at, steps }) => [at.slice(11, 16), steps[0]?.error?.slice(0, 12)])).toEqual([
    ['00:00', 'ECONNREFUSED'],
    ['00:01', 'ECONNREFUSED'],
    ['00:06', undefined],
  ])
  expect(await faulty.harness.faults.list()).toEqual([])
})
