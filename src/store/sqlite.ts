/** The store in SQLite, with Node's own driver: in memory, or in a file that survives a restart and a kill. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { createQueue } from './queue.ts'
import { type Access, quoted } from './sqlite-access.ts'
import { COLLECTION, type SqliteCollection, sqliteCollection } from './sqlite-collection.ts'
import { JOB_FIELDS, sqliteJobs, toJob } from './sqlite-jobs.ts'
import type { Collection, CollectionDefinition, Store, StoreDump } from './store.ts'

/**
 * Opens a store. A file belongs to one process at a time, which locks it until it ends: the list of tables and what was
 * read lately are kept in memory, only the transactions of this process wait for each other, and all claims in the file
 * count as those of an ended process.
 * @param location `:memory:`, or the path of a file, which is created if there is none.
 * @throws if the file cannot be opened, is not a database, or is used by another process.
 */
export function openSqliteStore(location: string): Store {
  // Loaded here, so that a process without such a store does not pay for it.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(location)
  if (location !== ':memory:') {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    releaseClaims(database)
  }
  const statements = new Map<string, StatementSync>()
  /** All tables. Only this process creates tables, so a table that is not in this set does not exist. */
  const tables = new Set(tableNames(database))
  const alone = createQueue()

  function prepare(sql: string): StatementSync {
    let statement = statements.get(sql)
    if (!statement) {
      statement = database.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }

  /** True in a transaction that has not written yet. It begins in the database with its first write: most only read. */
  let unbegun = false

  function begin(): void {
    if (!unbegun) return
    unbegun = false
    prepare('BEGIN').run()
  }

  function run(sql: string, ...values: SQLInputValue[]): number {
    begin()
    return Number(prepare(sql).run(...values).changes)
  }

  const one = (sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values)
  const all = (sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values)

  const has = (table: string) => tables.has(table)

  /** Creates a table before its first write: a harness that never uses a table does not pay for it. */
  function ensure(table: string, ddl: () => string): void {
    begin()
    if (tables.has(table)) return
    database.exec(ddl())
    tables.add(table)
  }

  const access: Access = { run, one, all, has, ensure }
  /** The collections that are in use. */
  const collections = new Map<string, SqliteCollection<object>>()

  function collection<T extends object>(name: string, definition: CollectionDefinition<T>): Collection<T> {
    const known = collections.get(name) as unknown as SqliteCollection<T> | undefined
    if (known) return known.collection
    const made = sqliteCollection(name, definition, access)
    collections.set(name, made as unknown as SqliteCollection<object>)
    return made.collection
  }

  function forgetDocuments(): void {
    for (const { forget } of collections.values()) forget()
  }

  const jobs = sqliteJobs(access)

  /** The last number that a table assigned. */
  const lastOf = (table: string) =>
    (one('SELECT seq FROM sqlite_sequence WHERE name = ?', table)?.['seq'] as number | undefined) ?? 0

  function goOnAfter(table: string, last: number): void {
    run('DELETE FROM sqlite_sequence WHERE name = ?', table)
    run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, last)
  }

  function setMeta(name: string, value: string): void {
    ensure('meta', () => 'CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID')
    run('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value)
  }

  return {
    collection,
    jobs,

    async getMeta(name) {
      if (!has('meta')) return undefined
      return one('SELECT value FROM meta WHERE name = ?', name)?.['value'] as string | undefined
    },

    setMeta: async (name, value) => setMeta(name, value),

    transaction(work) {
      return alone(async () => {
        unbegun = true
        const before = tables.size
        try {
          const result = await work()
          if (!unbegun) prepare('COMMIT').run()
          return result
        } catch (error) {
          if (!unbegun) prepare('ROLLBACK').run()
          forgetDocuments()
          // The rollback also removed tables that were created in the transaction.
          if (tables.size > before) {
            tables.clear()
            for (const table of tableNames(database)) tables.add(table)
          }
          throw error
        } finally {
          unbegun = false
        }
      })
    },

    async dump() {
      const collections: StoreDump['collections'] = {}
      for (const table of [...tables].filter((name) => name.startsWith(COLLECTION)).sort()) {
        const rows = all(`SELECT position, doc FROM ${quoted(table)} ORDER BY position`)
        collections[table.slice(COLLECTION.length)] = {
          last: lastOf(table),
          rows: rows.map(({ position, doc }) => ({
            position: Number(position),
            doc: JSON.parse(String(doc)),
          })),
        }
      }
      const values = has('meta') ? all('SELECT name, value FROM meta ORDER BY name') : []
      return {
        collections,
        jobs: has('jobs')
          ? { last: lastOf('jobs'), rows: all(`SELECT ${JOB_FIELDS} FROM jobs ORDER BY id`).map(toJob) }
          : { last: 0, rows: [] },
        meta: Object.fromEntries(values.map(({ name, value }) => [name, String(value)])),
      }
    },

    async load(dump) {
      forgetDocuments()
      for (const table of tables) {
        run(`DELETE FROM ${quoted(table)}`)
        if (table !== 'meta') goOnAfter(table, 0)
      }
      for (const [name, { last, rows }] of Object.entries(dump.collections)) {
        const collection = collections.get(name)
        if (!collection) throw new Error(`Nothing here has the collection "${name}".`)
        collection.restore(rows)
        goOnAfter(`${COLLECTION}${name}`, last)
      }
      jobs.restore(dump.jobs.rows)
      goOnAfter('jobs', dump.jobs.last)
      for (const [name, value] of Object.entries(dump.meta)) setMeta(name, value)
    },

    clear() {
      return alone(async () => {
        statements.clear()
        forgetDocuments()
        const drops = tableNames(database).map((name) => `DROP TABLE ${quoted(name)};`)
        database.exec(`BEGIN; ${drops.join(' ')} COMMIT`)
        tables.clear()
      })
    },

    async close() {
      await alone(async () => {
        statements.clear()
        if (database.isOpen) database.close()
      })
    },
  }
}

function tableNames(database: DatabaseSync): string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name != 'sqlite_sequence'")
    .all()
    .map(({ name }) => String(name))
}

/** Removes all claims. They belonged to an ended process, so its unfinished jobs are due again. */
function releaseClaims(database: DatabaseSync): void {
  if (tableNames(database).includes('jobs')) database.exec('UPDATE jobs SET claimed = 0 WHERE claimed = 1')
}
