/** What control changes is noted in the journal, so that a replay can do it again at the same place. */
import type { Scheduler } from '../harness/scheduler.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import type { Journal } from '../journal/journal.ts'

export interface Recorder {
  /** Notes an action of control, such as `clock.advance`, with what it was given. */
  note(action: string, ...input: readonly unknown[]): void
  /** Runs a change in a unit of work, notes it there, then looks for the work that it caused. */
  change<R>(work: () => Promise<R>, action: string, ...input: readonly unknown[]): Promise<R>
}

export interface RecorderDeps {
  units: Pick<UnitsOfWork, 'run' | 'clock'>
  journal: Pick<Journal, 'note'>
  scheduler: Pick<Scheduler, 'wake'>
}

export function createRecorder({ units, journal, scheduler }: RecorderDeps): Recorder {
  function note(action: string, ...input: readonly unknown[]): void {
    const given = structuredClone(input.filter((value) => value !== undefined))
    journal.note({ kind: 'control', action, input: given }, units.clock.now())
  }

  return {
    note,

    async change(work, action, ...input) {
      const result = await units.run(() => {
        note(action, ...input)
        return work()
      })
      scheduler.wake()
      return result
    },
  }
}
