/** Options that several commands share. */
import { UsageError } from '../../src/control/usage-error.ts'

/** @throws UsageError if the text is no whole number from 0 to `most`. */
export function wholeNumber(flag: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new UsageError(`${flag} takes a whole number from 0 to ${most}, not "${text}".`)
  }
  return Number(text)
}
