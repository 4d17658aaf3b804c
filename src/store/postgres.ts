/**
 * The door of the store in PostgreSQL, which several server processes share. The driver is loaded when somebody connects:
 * everybody who imports `tvilling` would pay for it otherwise.
 */
import type { PostgresDatabase, PostgresOptions } from './postgres-database.ts'

/**
 * Connects to a database, and brings its schema `tvilling` up to date.
 * @param url such as `postgres://user:password@host:5432/database`.
 * @throws if the package `pg` is missing, the database cannot be reached, or its schema is not ours or of a newer version.
 */
export async function connectPostgres(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  const { openDatabase } = await import('./postgres-database.ts')
  return openDatabase(url, options)
}
