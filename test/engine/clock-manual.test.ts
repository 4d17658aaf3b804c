import { expect, test } from 'vitest'
import { openLibrary } from './sample.ts'
import { turnedWall } from './wall.ts'

test('a manual clock stands still until it is moved', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, now: '2026-05-01T12:00:00+02:00' })
  await wall.turn(60_000)
  expect(await harness.clock.read()).toEqual({ now: '2026-05-01T10:00:00.000Z', mode: 'manual', factor: 1 })

  await harness.clock.advance('PT1H')
  await harness.clock.advance({ by: 'PT0.5S' })
  expect((await harness.clock.read()).now).toBe('2026-05-01T11:00:00.500Z')
  const { now } = await harness.clock.advance({ to: '2026-05-02T00:00:00Z' })
  expect(now).toBe('2026-05-02T00:00:00.000Z')
})

test('a clock never goes back, and says so', async () => {
  await using harness = await openLibrary()
  const back = { status: 409, message: expect.stringMatching(/never goes back\. Reset first\.$/) }
  await expect(harness.clock.advance({ to: '2025-12-31T23:59:59.999Z' })).rejects.toMatchObject(back)
  await expect(harness.clock.set({ now: '2025-01-01T00:00:00Z' })).rejects.toMatchObject(back)
  expect((await harness.clock.advance({ to: '2026-01-01T00:00:00Z' })).now).toBe('2026-01-01T00:00:00.000Z')
})

test.each([
  [() => ({ by: '2 hours' }), '"2 hours" is no duration. Write it in ISO 8601, such as PT30S, PT2H or P7D.'],
  [() => ({ to: 'tomorrow' }), '"tomorrow" is no point in time. Write it as 2026-01-01T00:00:00Z.'],
  [() => 'P99999999D', 'P99999999D from now is after the year 9999.'],
])('a target that makes no sense is refused with advice and moves nothing (%#)', async (target, message) => {
  await using harness = await openLibrary()
  await expect(harness.clock.advance(target())).rejects.toThrow(message)
  expect((await harness.clock.read()).now).toBe('2026-01-01T00:00:00.000Z')
})

test('the last instant of the year 9999 can be reached and served', async () => {
  await using harness = await openLibrary()
  const end = '9999-12-31T23:59:59.999Z'
  expect((await harness.clock.advance({ to: end })).now).toBe(end)
  expect((await harness.fetch('https://library.example/books')).status).toBe(401)
  await expect(harness.clock.advance('PT0.001S')).rejects.toThrow('after the year 9999')
})

test('two advances at once add up', async () => {
  await using harness = await openLibrary()
  await Promise.all([harness.clock.advance('PT1H'), harness.clock.advance('PT1H')])
  expect((await harness.clock.read()).now).toBe('2026-01-01T02:00:00.000Z')
})

test.each([
  [{ now: '2026-01-01' }, '"2026-01-01" is no point in time. Write it as 2026-01-01T00:00:00Z.'],
  [{ clock: { mode: 'real', factor: 0 } as const }, 'The factor must be more than 0 and at most 1000000.'],
])('a harness does not open with a clock that makes no sense (%#)', async (options, message) => {
  await expect(openLibrary(options)).rejects.toThrow(message)
})
