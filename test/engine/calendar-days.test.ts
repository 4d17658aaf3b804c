import { expect, test } from 'vitest'
import { createClock, parseInstant } from '../../src/harness/clock.ts'

function daysAt(instant: string, zones: readonly (string | undefined)[]): string[] {
  const virtual = parseInstant(instant) ?? Number.NaN
  const clock = createClock({ mode: 'manual', factor: 1, virtual, wall: 0 })
  return zones.map((zone) => clock.today(zone))
}

test('the day depends on the time zone; without one it is that of UTC', () => {
  const zones = [undefined, 'Europe/Stockholm', 'Europe/Helsinki', 'America/New_York']
  expect(daysAt('2026-01-01T22:30:00Z', zones)).toEqual([
    '2026-01-01',
    '2026-01-01',
    '2026-01-02',
    '2026-01-01',
  ])
  expect(daysAt('2026-06-30T22:00:00Z', zones)).toEqual([
    '2026-06-30',
    '2026-07-01',
    '2026-07-01',
    '2026-06-30',
  ])
  expect(daysAt('2026-01-01T00:00:00Z', zones)).toEqual([
    '2026-01-01',
    '2026-01-01',
    '2026-01-01',
    '2025-12-31',
  ])
})

test('the day changes at midnight of the zone, to the millisecond', () => {
  const clock = createClock({ mode: 'manual', factor: 1, virtual: Date.UTC(2026, 0, 1, 22), wall: 0 })
  expect(clock.today('Europe/Copenhagen')).toBe('2026-01-01')
  clock.hold(Date.UTC(2026, 0, 1, 22, 59, 59, 999))
  expect(clock.today('Europe/Copenhagen')).toBe('2026-01-01')
  clock.hold(Date.UTC(2026, 0, 1, 23))
  expect(clock.today('Europe/Copenhagen')).toBe('2026-01-02')
})
