/** A wall clock that a test moves. */
import type { Wall } from 'tvilling'

export interface TurnedWall extends Wall {
  /** Moves the clock forward or back, runs the timers that are due, and waits for their work. */
  turn(milliseconds: number): Promise<void>
  /** Whether a timer would keep the process alive. */
  isAwaited(): boolean
}

export function turnedWall(start = Date.parse('2026-01-01T00:00:00Z')): TurnedWall {
  let now = start
  let timers: { at: number; work: () => void; awaited: boolean }[] = []
  return {
    now: () => now,
    after(milliseconds, work, awaited = false) {
      const timer = { at: now + milliseconds, work, awaited }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    isAwaited: () => timers.some(({ awaited }) => awaited),
    async turn(milliseconds) {
      now += milliseconds
      const due = timers.filter(({ at }) => at <= now)
      timers = timers.filter(({ at }) => at > now)
      for (const { work } of due) work()
      await quiet()
    },
  }
}

/** Lets work in the background run. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((done) => setImmediate(done))
}
