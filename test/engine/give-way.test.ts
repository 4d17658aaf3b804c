import { expect, test, vi } from 'vitest'
import { createGiveWay } from '../../src/harness/clock.ts'

test('work gives way when it has gone on for ten milliseconds, and then begins again', async () => {
  let now = 0
  using clock = vi.spyOn(performance, 'now')
  clock.mockImplementation(() => now)
  const giveWay = createGiveWay()
  expect(giveWay()).toBeUndefined()
  now = 9.9
  expect(giveWay()).toBeUndefined()
  now = 10
  const others = vi.fn()
  setImmediate(others)
  await giveWay()
  expect(others).toHaveBeenCalledOnce()
  now = 15
  expect(giveWay()).toBeUndefined()
})
