/**
 * The door of the store in PostgreSQL, which several server processes share. The driver is loaded when somebody connects:
 * everybody who imports `tvilling` would pay for it otherwise.
 */
import type { ConnectionFigures } from './postgres-connections.ts'
import type { Store } from './store.ts'

export interface PostgresOptions {
  /** Milliseconds after which the claims of a server that died are free again. */
  lease?: number
  /** How many connections this process uses for its transactions at most; it has one more, on which it hears of changes. */
  connections?: number
}

export interface PostgresDatabase {
  /** The store of a harness: one for each, in a process. Closing it does not close the database. */
  store(harness: string): Store
  /** The harnesses that it has, in the order of their names. */
  names(): Promise<string[]>
  /** Deletes a harness with all that belongs to it. A store of it that is still open refuses its next transaction. */
  remove(harness: string): Promise<void>
  /**
   * Calls back after another process removed a harness.
   * @returns a function that ends it.
   */
  onRemoved(listener: (harness: string) => void): () => void
  /** The queue of each harness that has jobs, with one query for all. */
  queues(): Promise<Map<string, Queue>>
  figures(): ConnectionFigures
  /** @throws StoreUnavailable if the database does not answer. */
  ping(): Promise<void>
  /** Ends all connections, and the claims of this process. */
  close(): Promise<void>
}

export interface Queue {
  jobs: number
  /** Due time of the earliest job that nobody has claimed. */
  nextDue: number | undefined
}

/**
 * Connects to a database, and brings its schema `tvilling` up to date.
 * @param url such as `postgres://user:password@host:5432/database`.
 * @throws if the package `pg` is missing, the database cannot be reached, or its schema is not ours or of a newer version.
 */
export async function connectPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  const { openDatabase } = await import('./postgres-database.ts')
  return openDatabase(url, options)
}
