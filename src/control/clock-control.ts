/** What a test says to the clock. */
import {
  type Clock,
  type Instant,
  isFactor,
  LAST_INSTANT,
  parseDuration,
  parseInstant,
} from '../harness/clock.ts'
import type { Scheduler } from '../harness/scheduler.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import { checkArguments } from '../simulator/arguments.ts'
import { checkObject } from './check-object.ts'
import type { AdvanceTarget, Control } from './control.ts'
import type { Recorder } from './recorder.ts'
import { shownValue } from './shown-value.ts'
import { UsageError } from './usage-error.ts'

export interface ClockControlDeps {
  clock: Clock
  scheduler: Pick<Scheduler, 'advance' | 'exclusive'>
  units: Pick<UnitsOfWork, 'run' | 'look'>
  recorder: Pick<Recorder, 'note'>
}

/** The names of the arguments. Their values are checked below, with their own error texts. */
const CHANGE = { now: { optional: true }, mode: { optional: true }, factor: { optional: true } }

export function createClockControl({
  clock,
  scheduler,
  units,
  recorder,
}: ClockControlDeps): Control['clock'] {
  return {
    read: () => units.look(async () => clock.reading()),

    async set(wanted) {
      checkObject('The clock', wanted)
      const { now, mode, factor } = wanted
      checkArguments('The clock', CHANGE, { ...wanted })
      const reading = await units.look(async () => clock.reading())
      if (mode !== undefined && mode !== 'manual' && mode !== 'real') {
        throw new UsageError(`The clock's mode is "manual" or "real", not "${shownValue(mode)}".`)
      }
      if (factor !== undefined && !(typeof factor === 'number' && isFactor(factor))) {
        throw new UsageError('The factor must be more than 0 and at most 1000000.')
      }
      const nextMode = mode ?? reading.mode
      if (factor !== undefined && factor !== 1 && nextMode === 'manual') {
        throw new UsageError('A manual clock stands still: a factor needs the mode "real".')
      }
      const note = () => recorder.note('clock.set', { now, mode, factor })
      if (now !== undefined) {
        await scheduler.advance(() => {
          const to = instantAhead(clock, now)
          note()
          return to
        })
      }
      const run = async () => {
        if (now === undefined) note()
        clock.run(nextMode, factor ?? (mode ? 1 : reading.factor))
      }
      await scheduler.exclusive(() => units.run(run))
      return units.look(async () => clock.reading())
    },

    advance: (target) =>
      scheduler.advance(() => {
        const to = instantOf(clock, target)
        recorder.note('clock.advance', target)
        return to
      }),
  }
}

function instantOf(clock: Clock, target: AdvanceTarget): Instant {
  const { by, to }: { by?: string; to?: string } =
    typeof target === 'object' && target !== null ? target : { by: target }
  if ((by === undefined) === (to === undefined)) {
    throw new UsageError('The clock advances "by" a duration or "to" an instant: say one of them.')
  }
  if (to !== undefined) return instantAhead(clock, to)
  const duration = typeof by === 'string' ? parseDuration(by) : undefined
  if (duration === undefined) {
    throw new UsageError(
      `"${shownValue(by)}" is no duration. Write it in ISO 8601, such as PT30S, PT2H or P7D.`,
    )
  }
  if (clock.now() + duration > LAST_INSTANT) throw new UsageError(`${by} from now is after the year 9999.`)
  return clock.now() + duration
}

function instantAhead(clock: Clock, text: string): Instant {
  const instant = typeof text === 'string' ? parseInstant(text) : undefined
  if (instant === undefined || instant > LAST_INSTANT) {
    throw new UsageError(`"${shownValue(text)}" is no point in time. Write it as 2026-01-01T00:00:00Z.`)
  }
  if (instant < clock.now()) {
    throw new UsageError(
      `${text} is over: the clock shows ${clock.iso()} and never goes back. Reset first.`,
      409,
    )
  }
  return instant
}
