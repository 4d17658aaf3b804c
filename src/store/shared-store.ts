/**
 * What a store also offers if several server processes use it at once (PostgreSQL). They share all of a harness: documents,
 * jobs, its clock, its random numbers and its journal.
 *
 * - A transaction locks its harness for its duration, in all processes, and first reads what the harness keeps in `meta`:
 *   `getMeta` needs no further round trip in it. So the transactions of one harness are serial everywhere.
 * - Claims carry a lease. A process renews its own while it lives; the jobs of one that died are due again soon after.
 * - The messages of one webhook go out one after the other: jobs whose simulator and subject another process has claimed a
 *   job of are neither due (`nextDue`, `earliest`) nor can they be claimed.
 */
export interface SharedStore {
  /**
   * Calls back after another process committed a change of this harness that others must know of: jobs, a member of `meta`
   * other than counters, a reset; after a claim of another process ended; and after the connection was restored.
   * @returns a function that ends it.
   */
  onChange(listener: () => void): () => void
  /** Grows when everything was deleted or replaced, by whichever process. Read it in a transaction. */
  epoch(): number
  /**
   * Runs work while no other process runs exclusive work on this harness, and waits for its turn. It ends with its
   * process as well. Call it outside of transactions; the work may use them.
   */
  exclusive<R>(work: () => Promise<R>): Promise<R>
  /** The number of the job that was added last, by whichever process. Read it in a transaction. */
  lastJob(): number
  /** Whether another process is in `exclusive`. Read it in a transaction. */
  isHeldByOther(): boolean
  /** How many jobs other processes have claimed and not finished. */
  claimsOfOthers(): Promise<number>
  /** The journal that all processes write. */
  log: SharedLog
}

/** An ordered, bounded log of JSON texts. */
export interface SharedLog {
  /** Adds entries, each with its place; several calls at once may be stored together. Call it outside of transactions. */
  append(entries: readonly LoggedEntry[]): Promise<void>
  /** The latest entries, oldest first, at most so many, that have each given label. */
  latest(limit: number, labels?: Readonly<Partial<LogLabels>>): Promise<LoggedEntry[]>
  /** The first entries after a place, at most so many, that have each given label. */
  following(turn: number, limit: number, labels?: Readonly<Partial<LogLabels>>): Promise<LoggedEntry[]>
  /** Drops the oldest entries until at most so many, and so many bytes, are left; returns how many were dropped. */
  trim(entries: number, bytes: number): Promise<number>
  clear(): Promise<void>
}

/** What entries can be found by. */
export interface LogLabels {
  kind: string
  simulator: string
  operation: string
  status: number
}

export interface LoggedEntry {
  /** Its place among all entries. */
  turn: number
  labels: Readonly<Partial<LogLabels>>
  json: string
}

/** Resolves when something is told, or cannot be told since the store cannot be reached: nothing else may fail by it. */
export async function ifReachable(telling: Promise<void>): Promise<void> {
  try {
    await telling
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
  }
}

/** The store cannot be reached at the moment. What was not acknowledged may be tried again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  /** The message as one sentence for a user. */
  get sentence(): string {
    return `${this.message.replace(/\.$/, '')}. Try again when it is back.`
  }
}
