import { expect, test } from 'vitest'
import { durationOf, parseDuration, parseInstant } from '../../src/harness/clock.ts'

test.each([
  ['PT0S', 0],
  ['PT30S', 30_000],
  ['PT0.001S', 1],
  ['PT1.5S', 1_500],
  ['PT90M', 5_400_000],
  ['P1DT12H', 129_600_000],
  ['P2W', 1_209_600_000],
  ['P1W1DT1H1M1S', 694_861_000],
])('%s lasts %i milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds)
})

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  'P1Y',
  'P1M',
  '-PT1S',
  '+PT1S',
  'pt1s',
  ' PT1S',
  'PT1S ',
  'PT1S\n',
  'PT1,5S',
  'PT1.5H',
  'PT1H30',
  'PT.5S',
  'PT1.0001S',
  '1h',
  'PT1S1M',
  'P99999999999999D',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
  expect(() => durationOf(text)).toThrow('is no duration such as PT30S or P7D.')
})

test.each([
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T00:00:00.123456789Z', '2026-01-01T00:00:00.123Z'],
  ['2026-01-01T00:00:00+01:00', '2025-12-31T23:00:00.000Z'],
  ['2024-02-29T23:59:59-00:30', '2024-03-01T00:29:59.000Z'],
])('%s is the instant %s', (text, iso) => {
  expect(new Date(parseInstant(text) ?? Number.NaN).toISOString()).toBe(iso)
})

test.each([
  '',
  'now',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01 00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-01-01T25:00:00Z',
  '2026-01-01T00:00:60Z',
  '1969-12-31T23:59:59Z',
  '+012026-01-01T00:00:00Z',
  '2026-01-01T00:00:00+99:00',
  '2026-01-01T00:00:00z',
])('%j is no instant', (text) => {
  expect(parseInstant(text)).toBeUndefined()
})
