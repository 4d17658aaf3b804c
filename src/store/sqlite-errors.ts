/** What SQLite's errors mean for the user of a store. */
import { StoreFailure } from './store-errors.ts'

/** Primary result codes, https://www.sqlite.org/rescode.html */
const BUSY = 5
const NOT_A_DATABASE = 26
/** Out of memory, read-only, input or output, corrupt, full, cannot open, protocol, not a database. */
const FAILURES = [7, 8, 10, 11, 13, 14, 15, NOT_A_DATABASE]

/** The primary result code of an error of `node:sqlite`; undefined for other errors. */
function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code & 0xff : undefined
}

export const isBusy = (error: unknown) => codeOf(error) === BUSY
export const isNotDatabase = (error: unknown) => codeOf(error) === NOT_A_DATABASE

export interface Failures {
  /** The error to throw for one that SQLite threw: a `StoreFailure` if the disk or the file is the cause. */
  errorFor(error: unknown): unknown
  /** A `StoreFailure` for a reason that SQLite does not see. */
  failure(reason: string): StoreFailure
  /** Call it after a commit: the next failure is a new one. */
  over(): void
}

export function createFailures(location: string): Failures {
  let known: StoreFailure | undefined

  function failure(reason: string): StoreFailure {
    const message = `The store ${location} failed: ${reason}.`
    if (known?.message !== message) known = new StoreFailure(message)
    return known
  }

  return {
    failure,
    errorFor: (error) => (FAILURES.includes(codeOf(error) ?? 0) ? failure((error as Error).message) : error),
    over() {
      known = undefined
    },
  }
}
