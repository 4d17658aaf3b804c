import { expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'
import { quiet, turnedWall } from './wall.ts'

const real = { mode: 'real' } as const

test('a real clock follows the wall from where it was started', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: real, now: '2030-01-01T00:00:00Z' })
  await wall.turn(1_500)
  expect(await harness.clock.read()).toEqual({ now: '2030-01-01T00:00:01.500Z', mode: 'real', factor: 1 })
})

test('a factor makes it run faster, from the present on', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: { mode: 'real', factor: 60 } })
  await wall.turn(1_000)
  expect((await harness.clock.read()).now).toBe('2026-01-01T00:01:00.000Z')

  expect(await harness.clock.set({ factor: 0.5 })).toEqual({
    now: '2026-01-01T00:01:00.000Z',
    mode: 'real',
    factor: 0.5,
  })
  await wall.turn(1_000)
  expect((await harness.clock.read()).now).toBe('2026-01-01T00:01:00.500Z')
})

test('it can be stopped, moved and let go again', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: { mode: 'real', factor: 60 } })
  await harness.clock.set({ mode: 'manual', now: '2026-06-01T00:00:00Z' })
  await wall.turn(1_000)
  expect(await harness.clock.read()).toEqual({ now: '2026-06-01T00:00:00.000Z', mode: 'manual', factor: 1 })
  await harness.clock.set({ mode: 'real' })
  await wall.turn(1_000)
  expect(await harness.clock.read()).toEqual({ now: '2026-06-01T00:00:01.000Z', mode: 'real', factor: 1 })
})

test('it goes on from where an advance has brought it', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: real })
  expect((await harness.clock.advance('PT1H')).now).toBe('2026-01-01T01:00:00.000Z')
  await wall.turn(1_000)
  expect((await harness.clock.read()).now).toBe('2026-01-01T01:00:01.000Z')
})

test('it does not go back when the wall does', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: real })
  await wall.turn(-3_600_000)
  expect((await harness.clock.read()).now).toBe('2026-01-01T00:00:00.000Z')
})

test('work runs by itself when the wall reaches its time, at the speed of the clock', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: { mode: 'real', factor: 60 } })
  const { call } = await logIn(harness)
  await call('PUT', '/books/b1/loans/l1')
  await quiet()
  const stateOf = async () => (await harness.state.page('library', 'loans')).items[0]?.value['state']

  await wall.turn(9_999)
  expect(await stateOf()).toBe('ORDERED')
  await wall.turn(1)
  expect(await stateOf()).toBe('READY')
})

test.each([
  [{ mode: 'wild' }, 'The clock\'s mode is "manual" or "real", not "wild".'],
  [{ mode: 'real', factor: 0 }, 'The factor must be more than 0 and at most 1000000.'],
  [{ mode: 'real', factor: Number.NaN }, 'The factor must be more than 0 and at most 1000000.'],
  [{ mode: 'manual', factor: 2 }, 'A manual clock stands still: a factor needs the mode "real".'],
])('a change that makes no sense is refused: %o', async (change, message) => {
  await using harness = await openLibrary({ clock: real, wall: turnedWall() })
  await expect(harness.clock.set(change as { mode: 'real' })).rejects.toThrow(message)
})
