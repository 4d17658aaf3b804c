/** Certificates and keys that cannot be used. */
import { UsageError } from '../../src/control/usage-error.ts'

/** @param sentence what is wrong with which file, and what to do. */
export function unusable(sentence: string): UsageError {
  return new UsageError(sentence)
}
