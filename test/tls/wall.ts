/** A wall clock that a test sets. */
import { systemWall, type Wall } from '../../src/harness/clock.ts'

export const DAY = 86_400_000

export interface TestWall extends Wall {
  /** Moves it, and calls back what is due. */
  pass(milliseconds: number): void
}

export function createWall(): TestWall {
  let time = systemWall.now()
  let due: { at: number; work: () => void }[] = []
  return {
    now: () => time,
    after(milliseconds, work) {
      const job = { at: time + milliseconds, work }
      due.push(job)
      return () => {
        due = due.filter((other) => other !== job)
      }
    },
    pass(milliseconds) {
      time += milliseconds
      const now = due.filter(({ at }) => at <= time)
      due = due.filter(({ at }) => at > time)
      for (const { work } of now) work()
    },
  }
}
