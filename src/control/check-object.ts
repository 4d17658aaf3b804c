/** Arguments with members, checked before they are taken apart. */
import { shownValue } from './shown-value.ts'
import { UsageError } from './usage-error.ts'

/**
 * @param what opens the sentence, as in `The change of a person`.
 * @throws UsageError if a value is no object with members.
 */
export function checkObject(what: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new UsageError(`${what} is said as an object with members, not as ${shownValue(value)}.`)
}
