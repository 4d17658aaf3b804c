/** The versions of a SQLite file. A change of the tables of existing files is a new step at the end of the list. */
import type { DatabaseSync } from 'node:sqlite'

/** Marks a SQLite file as ours: the letters `Tvil`. https://www.sqlite.org/pragma.html#pragma_application_id */
export const APPLICATION_ID = 0x5476696c

export interface Step {
  about: string
  run: (database: DatabaseSync) => void
}

/** The step at place n leads from version n to version n + 1. */
const STEPS: readonly Step[] = [
  {
    about: 'Version 0 had the same tables, but no application id.',
    run: (database) => database.exec(`PRAGMA application_id = ${APPLICATION_ID}`),
  },
]

/** The version of new files. */
export const VERSION = STEPS.length

/** Brings a file from its version to the last one in one transaction. */
export function migrate(database: DatabaseSync, from: number, steps: readonly Step[] = STEPS): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const { run } of steps.slice(from)) run(database)
    database.exec(`PRAGMA user_version = ${steps.length}; COMMIT`)
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
