/**
 * A small document store: what every driver promises, and what the conformance suite checks of each.
 *
 * Documents are JSON: a store keeps of a document what `JSON.stringify` would write. Documents and jobs that it
 * hands out are not to be changed: in memory they are frozen and shared. Every row has a position, a number that
 * grows with each insertion and is never given out twice by work that was committed, so that a keyset page neither
 * skips nor repeats a row that stays. Insertions that are refused and puts that replace use up a number as well.
 *
 * Index values order the same in every driver: numbers before strings, strings by code point (as UTF-8 bytes).
 *
 * Several processes may share a store, if its driver says so (memory and SQLite do not; PostgreSQL will):
 * - What was read holds until the end of the transaction in which it was read. After it another process may have
 *   written: nothing but what is in the store may be kept from one transaction to the next.
 * - Reads and writes that belong together are therefore one transaction; a single call outside of any is atomic, and
 *   what it answers may be out of date at once.
 * - Inside a transaction that fails because of another process, the whole work may run again: it must not do anything
 *   that it cannot do twice, such as sending a message.
 */
export type Scalar = string | number

export interface CollectionDefinition<T extends object> {
  key: (doc: T) => string
  /** A second insertion with the same value is refused; `undefined` takes no part. */
  unique?: Record<string, (doc: T) => Scalar | undefined>
  /** Ordered look-ups besides the key; `undefined` leaves a document out of that index. */
  indexes?: Record<string, (doc: T) => Scalar | undefined>
  /** Members that control never shows. */
  secret?: readonly (keyof T & string)[]
}

export interface Row<T> {
  position: number
  doc: T
}

/** Where a page ended: the position of its last row, with that row's value in the index that was walked. */
export interface Cursor {
  position: number
  value?: Scalar
}

export interface PageQuery {
  /** Walk in the order of this index; without it, in the order of insertion. */
  index?: string
  /** Only rows with this value in the index, in the order of insertion. */
  equals?: Scalar
  /** Only rows whose value is at least this. */
  from?: Scalar
  /** Only rows whose value is less than this. */
  below?: Scalar
  after?: Cursor
  limit: number
}

export interface Page<T> {
  rows: Row<T>[]
  /** True when rows follow the last one of this page. */
  more: boolean
}

export interface Collection<T extends object> {
  get(key: string): Promise<T | undefined>
  /** Inserts unless the key, or a unique value, is taken; tells whether it did. Atomic. */
  insert(doc: T): Promise<boolean>
  /** Inserts or replaces. A replaced row keeps its position, unless it is touched: then it moves to the end. */
  put(doc: T, options?: { touch?: boolean }): Promise<void>
  delete(key: string): Promise<boolean>
  /** Deletes every row whose index value is below the bound; tells how many. */
  deleteBelow(index: string, bound: Scalar): Promise<number>
  page(query: PageQuery): Promise<Page<T>>
  count(query?: { index: string; equals: Scalar }): Promise<number>
}

/** Work with a due time (milliseconds of the harness's clock). */
export interface Job {
  id: number
  due: number
  simulator: string
  kind: string
  /** What the job is about; jobs can be cancelled by it. */
  subject: string
  payload: unknown
}

export interface JobQueue {
  add(job: Omit<Job, 'id'>): Promise<number>
  /** A job, claimed or not, as long as it is neither done nor cancelled. */
  get(id: number): Promise<Job | undefined>
  /** Due time of the earliest job that nobody has claimed. */
  nextDue(): Promise<number | undefined>
  /**
   * The unclaimed jobs of the earliest due time, if that is not later than `until`, in order of creation. Nobody has
   * them before they are claimed, or removed in the same transaction.
   */
  earliest(until: number, limit: number): Promise<Job[]>
  /**
   * Keeps a job from being handed out again, to any process, until the process that claimed it ends or the job is
   * removed or postponed; false: somebody else has it, or it is gone. Claims end with their process, not with the
   * transaction: whatever was begun by a process that died is due again. With several processes a driver takes
   * `FOR UPDATE SKIP LOCKED`, so that two who ask at once get different jobs.
   */
  claim(id: number): Promise<boolean>
  /** Hands a job out again, claimed or not, at a later time, in its old place among those of that time; false: it is gone. */
  postpone(id: number, due: number): Promise<boolean>
  /** False when the job was removed or cancelled before. */
  remove(id: number): Promise<boolean>
  /** Removes every job of a simulator about a subject; tells how many. */
  cancel(simulator: string, subject: string): Promise<number>
  count(): Promise<number>
}

/** All that a store holds, as JSON. Numbers that were given out once are not given out again by whoever loads it. */
export interface StoreDump {
  collections: Record<string, { last: number; rows: { position: number; doc: Record<string, unknown> }[] }>
  jobs: { last: number; rows: Job[] }
  meta: Record<string, string>
}

export interface Store {
  /** A collection; the same name comes with the same definition each time. */
  collection<T extends object>(name: string, definition: CollectionDefinition<T>): Collection<T>
  jobs: JobQueue
  /** Small values of the harness itself (the clock's anchor, the random source's counter). */
  getMeta(name: string): Promise<string | undefined>
  setMeta(name: string, value: string): Promise<void>
  /**
   * Runs alone: one at a time, all or nothing. A throw undoes every write in it, the numbers that it gave out among
   * them. Must not be nested. Between processes a driver sees to it that the outcome is as if each had run alone.
   */
  transaction<R>(work: () => Promise<R>): Promise<R>
  /** Everything there is; nobody's claims are in it. To be consistent, ask for it in a transaction. */
  dump(): Promise<StoreDump>
  /**
   * Replaces everything, in a transaction that is under way.
   * @throws when the dump has a collection that was never asked for here, whose keys are therefore not known.
   */
  load(dump: StoreDump): Promise<void>
  /** Deletes everything, as a transaction of its own: it waits for its turn, and must not be asked for inside one. */
  clear(): Promise<void>
  close(): Promise<void>
}
