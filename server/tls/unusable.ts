/** Certificates and keys that cannot be used. */
import { UsageError } from '../../src/control/usage-error.ts'

/** @param sentence what is wrong with which file, and what to do. */
export function unusable(sentence: string): UsageError {
  // By 409 the command line knows that this is no wrong use, but could not be done.
  return new UsageError(sentence, 409)
}
