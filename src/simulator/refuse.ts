/** Reports a mistake in a definition. */
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'

/** Reports what is wrong in a definition and where, with the nearest of the known names. */
export type Refuse = (sentence: string, name?: string, known?: readonly string[]) => never

/** Creates the function that reports mistakes in this simulator's definition. */
export function refuserOf(simulator: unknown): Refuse {
  return (sentence, name, known) => {
    const close = name === undefined || !known ? [] : nearest(name, known)
    const there =
      close.length > 0 ? `Nearest: ${close.join(', ')}.` : `There is ${known?.join(', ') || 'none'}.`
    const shown = known ? ` ${there}` : ''
    throw new UsageError(`The simulator ${String(simulator)} cannot be defined: ${sentence}${shown}`)
  }
}
