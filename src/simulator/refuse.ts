/** How a mistake in a definition is told. */
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'

/** Says what is wrong with a part of a definition, where, and which of the known names is nearest. */
export type Refuse = (sentence: string, name?: string, known?: readonly string[]) => never

/** Refuses parts of the definition of this simulator. */
export function refuserOf(simulator: unknown): Refuse {
  return (sentence, name, known) => {
    const close = name === undefined || !known ? [] : nearest(name, known)
    const there =
      close.length > 0 ? `Nearest: ${close.join(', ')}.` : `There is ${known?.join(', ') || 'none'}.`
    const shown = known ? ` ${there}` : ''
    throw new UsageError(`The simulator ${String(simulator)} cannot be defined: ${sentence}${shown}`)
  }
}
