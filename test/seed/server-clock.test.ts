import { expect, test } from 'vitest'
import { withRealClock } from '../../server/seed-file/server-clock.ts'

const now = '2026-01-01T08:00:00Z'

test.each([
  ['without files', [], [{ clock: { mode: 'real' } }]],
  ['that files do not mention', [{ people: [] }], [{ people: [] }, { clock: { mode: 'real' } }]],
  ['of which a file says the start', [{ clock: now }], [{ clock: { now, mode: 'real' } }]],
  ['of which a file says the speed', [{ clock: { factor: 60 } }], [{ clock: { factor: 60, mode: 'real' } }]],
  ['that a file stops', [{ clock: { mode: 'manual' } }], [{ clock: { mode: 'manual' } }]],
] as const)('the clock of a server %s', (_, parts, expected) => {
  expect(withRealClock(parts)).toEqual(expected)
})
