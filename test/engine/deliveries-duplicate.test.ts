import { expect, test } from 'vitest'
import { faultyDeliveries } from './faulty-deliveries.ts'

test('a message that was accepted comes once more, as the same event', async () => {
  await using faulty = await faultyDeliveries()
  await faulty.declare({ fault: 'duplicate', times: 1 })
  await faulty.close('2026-01-02')
  await faulty.close('2026-01-03')
  await faulty.harness.deliveries.settled()
  expect(faulty.days()).toEqual(['02', '02', '03'])
  const [first, second] = faulty.post.letters
  expect(second?.headers['x-event']).toBe(first?.headers['x-event'])
  expect(await faulty.harness.deliveries.list()).toMatchObject([
    {
      state: 'DELIVERED',
      attempts: [{ outcome: 'accepted' }, { outcome: 'accepted', again: true }],
      faults: [{ id: 'f1', fault: 'duplicate', attempt: 1 }],
    },
    { state: 'DELIVERED', attempts: [{ outcome: 'accepted' }] },
  ])
})

test('what the receiver answers to the copy changes nothing', async () => {
  await using faulty = await faultyDeliveries((_, count) => (count === 2 ? 500 : 200))
  await faulty.declare({ fault: 'duplicate' })
  await faulty.close('2026-01-02')
  await faulty.harness.clock.advance('P1D')
  expect(faulty.days()).toEqual(['02', '02'])
  expect(await faulty.harness.deliveries.list()).toMatchObject([{ state: 'DELIVERED' }])
})
