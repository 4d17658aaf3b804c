/** Shared by the parts of the SQLite driver: prepared statements, and tables that are created at their first write. */
import type { SQLInputValue } from 'node:sqlite'

export interface Access {
  run(sql: string, ...values: SQLInputValue[]): number
  one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined
  all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[]
  /** Reads a document. Throws a `StoreFailure` if it is not JSON, since then the file is damaged. */
  parse(json: string): unknown
  has(table: string): boolean
  ensure(table: string, ddl: () => string): void
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
