/** The store in SQLite, with Node's own driver: in memory, or in a file that survives a restart and a kill. */
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { createQueue } from './queue.ts'
import { type Access, quoted } from './sqlite-access.ts'
import { COLLECTION, type SqliteCollection, sqliteCollection } from './sqlite-collection.ts'
import { createFailures } from './sqlite-errors.ts'
import { openSqliteFile, type SqliteFile } from './sqlite-file.ts'
import { JOB_FIELDS, sqliteJobs, toJob } from './sqlite-jobs.ts'
import { ourTables, tablesOfOthersToo } from './sqlite-tables.ts'
import {
  type Collection,
  type CollectionDefinition,
  type GiveWay,
  ownTurn,
  type Store,
  type StoreDump,
} from './store.ts'

export interface SqliteOptions {
  /**
   * When a commit counts as stored. A killed process loses nothing with either; a power cut, or a crash of the operating
   * system, may cost the last commits with `normal` (the default), and none with `full`, which makes each commit wait for
   * the disk. The file stays whole with both. https://www.sqlite.org/pragma.html#pragma_synchronous
   */
  synchronous?: 'normal' | 'full'
}

/**
 * Opens a store. A file belongs to one process at a time, which locks it until it ends: the list of tables and what was
 * read lately are kept in memory, only the transactions of this process wait for each other, and all claims in the file
 * count as those of an ended process.
 * @param location `:memory:`, or the path of a file, which is created if there is none.
 * @throws StoreRefused if the file cannot be opened, is not ours, is of a newer version, or is used by another process.
 */
export function openSqliteStore(location: string, { synchronous = 'normal' }: SqliteOptions = {}): Store {
  const { database, close } =
    location === ':memory:' ? openInMemory() : openSqliteFile(location, SYNCHRONOUS[synchronous])
  const failures = createFailures(location)
  const statements = new Map<string, StatementSync>()
  /** All tables of ours. Only this process creates them, so one that is not in this set does not exist. */
  const tables = new Set(ourTables(database))
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
  /** Tables that the running transaction created. */
  let created: string[] = []

  function begin(): void {
    if (!unbegun) return
    unbegun = false
    prepare('BEGIN').run()
  }

  function run(sql: string, ...values: SQLInputValue[]): number {
    return execute(() => {
      begin()
      return Number(prepare(sql).run(...values).changes)
    })
  }

  function one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined {
    return execute(() => prepare(sql).get(...values))
  }

  function all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return execute(() => prepare(sql).all(...values))
  }

  function parse(json: string): unknown {
    try {
      return JSON.parse(json)
    } catch {
      throw failures.failure('a document in it is not JSON')
    }
  }

  const has = (table: string) => tables.has(table)

  /** Creates a table before its first write: a harness that never uses a table does not pay for it. */
  function ensure(table: string, ddl: () => string): void {
    // Also if there is the table: the write that follows may be one that returns rows.
    execute(begin)
    if (tables.has(table)) return
    execute(() => database.exec(ddl()))
    tables.add(table)
    created.push(table)
  }

  function execute<R>(work: () => R): R {
    try {
      return work()
    } catch (error) {
      throw failures.errorFor(error)
    }
  }

  const access: Access = { run, one, all, parse, has, ensure }
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

  /** Deletes the rows of a table, which counts from 1 again. */
  function empty(table: string): void {
    run(`DELETE FROM ${quoted(table)}`)
    if (table !== 'meta') goOnAfter(table, 0)
  }

  function setMeta(name: string, value: string): void {
    ensure('meta', () => 'CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID')
    run('INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value)
  }

  /** Runs work in a transaction; if anything fails, all is as before, and the first error is thrown. */
  async function atomically<R>(work: () => Promise<R>): Promise<R> {
    unbegun = true
    created = []
    try {
      const result = await work()
      if (!unbegun) {
        execute(() => prepare('COMMIT').run())
        failures.over()
      }
      return result
    } catch (error) {
      if (!unbegun) rollback()
      forgetDocuments()
      // The rollback also removed these.
      for (const table of created) tables.delete(table)
      throw error
    } finally {
      unbegun = false
      created = []
    }
  }

  /** A full or damaged disk ends a transaction by itself, and then there is nothing to roll back. */
  function rollback(): void {
    try {
      prepare('ROLLBACK').run()
    } catch {}
  }

  return {
    collection,
    jobs,

    async getMeta(name) {
      if (!has('meta')) return undefined
      return one('SELECT value FROM meta WHERE name = ?', name)?.['value'] as string | undefined
    },

    setMeta: async (name, value) => setMeta(name, value),

    transaction: (work) => alone(() => atomically(work)),

    async dump(giveWay = ownTurn) {
      const collections: StoreDump['collections'] = {}
      for (const table of [...tables].filter((name) => name.startsWith(COLLECTION)).sort()) {
        const rows = await readInOrder('position, doc', table, 'position', giveWay, ({ position, doc }) => ({
          position: Number(position),
          doc: parse(String(doc)) as Record<string, unknown>,
        }))
        collections[table.slice(COLLECTION.length)] = { last: lastOf(table), rows }
      }
      const values = has('meta') ? all('SELECT name, value FROM meta ORDER BY name') : []
      return {
        collections,
        jobs: has('jobs')
          ? {
              last: lastOf('jobs'),
              rows: await readInOrder(JOB_FIELDS, 'jobs', 'id', giveWay, (row) => toJob(row, parse)),
            }
          : { last: 0, rows: [] },
        meta: Object.fromEntries(values.map(({ name, value }) => [name, String(value)])),
      }
    },

    async load(dump, giveWay = ownTurn) {
      forgetDocuments()
      for (const table of tables) empty(table)
      for (const [name, { last, rows }] of Object.entries(dump.collections)) {
        const collection = collections.get(name)
        if (!collection) throw new Error(`Nothing here has the collection "${name}".`)
        await collection.restore(rows, giveWay)
        goOnAfter(`${COLLECTION}${name}`, last)
      }
      await jobs.restore(dump.jobs.rows, giveWay)
      goOnAfter('jobs', dump.jobs.last)
      for (const [name, value] of Object.entries(dump.meta)) setMeta(name, value)
    },

    clear() {
      return alone(() =>
        atomically(async () => {
          statements.clear()
          forgetDocuments()
          begin()
          const kept = tablesOfOthersToo(database)
          for (const table of ourTables(database)) {
            if (kept.has(table)) empty(table)
            else run(`DROP TABLE ${quoted(table)}`)
          }
        }).then(refreshTables),
      )
    },

    async close() {
      await alone(async () => {
        statements.clear()
        close()
      })
    },
  }

  /** All rows of a table in the order of its number, a few at a time. */
  async function readInOrder<R>(
    fields: string,
    table: string,
    number: string,
    giveWay: GiveWay,
    toRow: (row: Record<string, unknown>) => R,
  ): Promise<R[]> {
    const rows: R[] = []
    const sql = `SELECT ${fields} FROM ${quoted(table)} WHERE ${number} > ? ORDER BY ${number} LIMIT ${PAGE}`
    for (let after = -1; ; ) {
      const page = all(sql, after)
      for (const row of page) {
        rows.push(toRow(row))
        const turn = giveWay()
        if (turn) await turn
      }
      if (page.length < PAGE) return rows
      after = Number(page.at(-1)?.[number])
    }
  }

  async function refreshTables(): Promise<void> {
    tables.clear()
    for (const table of ourTables(database)) tables.add(table)
  }
}

/** Rows of a dump that are read at once: they may be large. */
const PAGE = 100

const SYNCHRONOUS = { normal: 'NORMAL', full: 'FULL' } as const

function openInMemory(): SqliteFile {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const database = new DatabaseSync(':memory:')
  return { database, close: () => database.isOpen && database.close() }
}
