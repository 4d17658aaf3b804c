/**
 * A small document store: what every driver promises, and what the conformance suite checks of each.
 *
 * Documents are JSON: a store keeps the members that `JSON.stringify` would write. The documents that it returns are
 * frozen, since others may have them too; do not change its jobs either. Every row has a position, a number that grows
 * with each insertion and is never assigned twice by committed work, so that a keyset page neither skips nor repeats a row
 * that stays. Refused insertions and replacing puts use up a number as well.
 *
 * Index values have the same order in every driver: numbers before strings, strings by code point (as UTF-8 bytes).
 *
 * The interface lets several processes share a store, if the driver supports that (memory and SQLite do not):
 * - A value that was read is valid until the end of its transaction. After that another process may have written, so
 *   nothing outside the store may be kept from one transaction to the next.
 * - Reads and writes that belong together must be in one transaction. A single call outside a transaction is atomic, and
 *   its result may be out of date immediately.
 * - If a transaction fails through another process, its work may run again. It must not do anything that must happen only
 *   once, such as sending a message.
 */
import type { SharedStore } from './shared-store.ts'

export type Scalar = string | number

export interface CollectionDefinition<T extends object> {
  key: (doc: T) => string
  /** A second insertion with the same value is refused; documents with `undefined` are not compared. */
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

/** Where a page ended: the position of its last row, with that row's value in the index of the query. */
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
  rows: readonly Row<T>[]
  /** True when rows follow the last one of this page. */
  more: boolean
}

export interface Collection<T extends object> {
  get(key: string): Promise<T | undefined>
  /** Inserts unless the key or a unique value is taken; returns whether it did. Atomic. */
  insert(doc: T): Promise<boolean>
  /** Inserts or replaces. A replaced row keeps its position, unless it is touched: then it moves to the end. */
  put(doc: T, options?: { touch?: boolean }): Promise<void>
  delete(key: string): Promise<boolean>
  /** Deletes every row whose index value is below the bound; returns how many. */
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
  /** The subject of the job, by which it can be cancelled. */
  subject: string
  payload: unknown
}

export interface JobQueue {
  add(job: Omit<Job, 'id'>): Promise<number>
  /** A job, claimed or not, until it is done or cancelled. */
  get(id: number): Promise<Job | undefined>
  /** Due time of the earliest unclaimed job; of those that are due later than `after`, if that is given. */
  nextDue(after?: number): Promise<number | undefined>
  /**
   * The unclaimed jobs of the earliest due time, if that is not later than `until`, in order of creation. Claim them, or
   * remove them in the same transaction: otherwise another caller may get them too.
   */
  earliest(until: number, limit: number): Promise<Job[]>
  /**
   * Reserves a job for this process, until the process ends or the job is removed or postponed. Returns false if another
   * process has it, or if there is no such job. Claims end with their process, not with the transaction: the unfinished
   * jobs of a dead process are due again. With several processes, a driver uses `FOR UPDATE SKIP LOCKED`, so that
   * concurrent callers get different jobs.
   */
  claim(id: number): Promise<boolean>
  /** Moves a job, claimed or not, to a later time, in order of creation among the jobs of that time; false if it is gone. */
  postpone(id: number, due: number): Promise<boolean>
  /** False if the job was already removed or cancelled. */
  remove(id: number): Promise<boolean>
  /** Removes every job of a simulator with a subject; returns how many. */
  cancel(simulator: string, subject: string): Promise<number>
  count(): Promise<number>
}

/** The content of a store as JSON. A store that loads it does not assign its used numbers again. */
export interface StoreDump {
  collections: Record<string, { last: number; rows: { position: number; doc: Record<string, unknown> }[] }>
  jobs: { last: number; rows: Job[] }
  meta: Record<string, string>
}

/** Called for each row of a long piece of work; a promise to wait for if others must have their turn now. */
export type GiveWay = () => Promise<void> | undefined

/** Of who need not give way. */
export const ownTurn: GiveWay = () => undefined

export interface Store {
  /** A collection. Use the same definition each time for the same name. */
  collection<T extends object>(name: string, definition: CollectionDefinition<T>): Collection<T>
  jobs: JobQueue
  /** Small values of the harness itself (the clock's anchor, the random source's counter). */
  getMeta(name: string): Promise<string | undefined>
  setMeta(name: string, value: string): Promise<void>
  /**
   * Runs one transaction at a time, all or nothing. A throw undoes every write in it, including assigned numbers. Must not
   * be nested. If processes share the store, the driver makes their transactions serializable.
   */
  transaction<R>(work: () => Promise<R>): Promise<R>
  /** The whole content, without claims. Call it in a transaction for a consistent result. */
  dump(giveWay?: GiveWay): Promise<StoreDump>
  /**
   * Replaces everything. Call it inside a transaction. Copies of `frozenCopy` are stored as they are.
   * @throws if the dump has a collection that was never opened here, since its keys are unknown.
   */
  load(dump: StoreDump, giveWay?: GiveWay): Promise<void>
  /** Deletes everything, in its own transaction. Must not be called inside a transaction. */
  clear(): Promise<void>
  close(): Promise<void>
  /** Set if several processes may use the store at once. */
  readonly shared?: SharedStore
}
