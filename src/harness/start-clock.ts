/** Where the clock of a harness starts. */
import { UsageError } from '../control/usage-error.ts'
import { type ClockAnchor, isFactor, parseInstant, type Wall } from './clock.ts'
import type { HarnessOptions } from './harness.ts'

/** @throws UsageError if the options are invalid. */
export function startAnchor({ now, clock }: Pick<HarnessOptions, 'now' | 'clock'>, wall: Wall): ClockAnchor {
  const virtual = now === undefined ? wall.now() : parseInstant(now)
  if (virtual === undefined) {
    throw new UsageError(`"${now}" is no point in time. Write it as 2026-01-01T00:00:00Z.`)
  }
  const factor = clock?.mode === 'real' ? (clock.factor ?? 1) : 1
  if (!isFactor(factor)) throw new UsageError('The factor must be more than 0 and at most 1000000.')
  return { mode: clock?.mode ?? 'manual', factor, virtual, wall: wall.now() }
}
