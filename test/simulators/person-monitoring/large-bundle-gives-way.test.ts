import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'

test('a bundle with many numbers is made in several turns of the event loop', async () => {
  await using harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
  let turns = 0
  let loading = true
  const count = () => {
    turns += 1
    if (loading) setImmediate(count)
  }
  setImmediate(count)
  const bundle = await harness.scenarios.load('bundle-sent-in', { count: 50_000 })
  loading = false
  expect(bundle).toMatchObject({ entityCount: 50_000 })
  expect(turns).toBeGreaterThan(5)
})
