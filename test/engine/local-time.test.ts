import { expect, test } from 'vitest'
import { withOffset } from '../../src/contract/local-time.ts'

const ZONE = 'Europe/Copenhagen'

test.each([
  ['2026-01-15T09:00:00', '2026-01-15T09:00:00+01:00'],
  ['2026-07-15T09:00:00.5', '2026-07-15T09:00:00.5+02:00'],
  ['2026-07-15T09:00', '2026-07-15T09:00:00+02:00'],
  ['2026-03-29T01:59:59', '2026-03-29T01:59:59+01:00'],
  ['2026-03-29T03:00:00', '2026-03-29T03:00:00+02:00'],
  // Comes twice: the first.
  ['2026-10-25T02:30:00', '2026-10-25T02:30:00+02:00'],
  ['2026-10-25T03:00:00', '2026-10-25T03:00:00+01:00'],
])('a local time has the offset of its zone: %s', (local, complete) => {
  expect(withOffset(local, ZONE)).toBe(complete)
})

test.each([
  '2026-03-29T02:30:00',
  '2026-07-15T09:00:00Z',
  '2026-07-15T09:00:00+05:00',
  '2026-07-15',
  '2026-13-01T09:00:00',
  'tomorrow',
])('other text stays as it is: %s', (text) => {
  expect(withOffset(text, ZONE)).toBe(text)
})

test('west of Greenwich it is behind', () => {
  expect(withOffset('2026-07-15T09:00:00', 'America/St_Johns')).toBe('2026-07-15T09:00:00-02:30')
})
