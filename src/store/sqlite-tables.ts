/** Which tables of a SQLite file are ours. Others may put tables, indexes and triggers into it too. */
import type { DatabaseSync } from 'node:sqlite'
import { COLLECTION } from './sqlite-collection.ts'

function namesOf(database: DatabaseSync, sql: string): string[] {
  return database
    .prepare(sql)
    .all()
    .map(({ name }) => String(name))
    .filter(isOurs)
}

/** The names of our tables. */
export const ourTables = (database: DatabaseSync) =>
  namesOf(database, "SELECT name FROM sqlite_schema WHERE type = 'table'")

/** Our tables to which somebody added an index or a trigger. It would be lost if the table were dropped. */
export function tablesOfOthersToo(database: DatabaseSync): Set<string> {
  const added = database
    .prepare(
      "SELECT name, tbl_name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
    )
    .all()
    .map(({ name, tbl_name: table }) => [String(name), String(table)] as const)
    // Our own indexes are named by the collection, or the table, and what they sort by.
    .filter(([name, table]) => !name.startsWith(`${table.replace(COLLECTION, '')}:`))
  return new Set(added.map(([, table]) => table))
}

/** Whether a table is ours. Somebody may add others to the file; they are left alone. */
const isOurs = (table: string) => table === 'meta' || table === 'jobs' || table.startsWith(COLLECTION)
