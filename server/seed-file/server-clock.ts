/** The clock of a server that starts with seed data. */
import type { SeedClock, SeedData } from '../../src/seed/seed-data.ts'

/** Seed data with a clock that runs, unless it says something else: a harness's own default is a clock that stands still. */
export function withRealClock(parts: readonly SeedData[]): SeedData[] {
  const clocks = parts.filter(({ clock }) => clock !== undefined)
  if (clocks.length === 0) return [...parts, { clock: { mode: 'real' } }]
  return parts.map((part) => {
    const { clock } = part
    if (typeof clock === 'string') return { ...part, clock: { now: clock, mode: 'real' } }
    return isMap(clock) ? { ...part, clock: { mode: 'real', ...clock } } : part
  })
}

const isMap = (clock: unknown): clock is SeedClock => typeof clock === 'object' && clock !== null
