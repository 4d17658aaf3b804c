/** The store in SQLite, by Node's own driver: in memory, or in a file that survives a restart and a kill. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { createQueue } from '../queue.ts'
import type {
  Collection,
  CollectionDefinition,
  Job,
  JobQueue,
  PageQuery,
  Row,
  Scalar,
  Store,
  StoreDump,
} from './store.ts'

/**
 * Opens a store.
 * @param location `:memory:`, or the path of a file, which is made if it is not there.
 * @throws when the file cannot be opened or is not a database.
 */
export function openSqliteStore(location: string): Store {
  const database = new DatabaseSync(location)
  if (location !== ':memory:') {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000')
    releaseClaims(database)
  }
  const statements = new Map<string, StatementSync>()
  /** Complete: a store has one process, so a table that is not in here does not exist, and holds nothing. */
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

  const run = (sql: string, ...values: SQLInputValue[]) => Number(prepare(sql).run(...values).changes)
  const one = (sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values)
  const all = (sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values)

  const has = (table: string) => tables.has(table)

  /** Tables are made when they are first written to: a harness that never uses one does not pay for it. */
  function ensure(table: string, ddl: () => string): void {
    if (tables.has(table)) return
    database.exec(ddl())
    tables.add(table)
  }

  const access: Access = { run, one, all, has, ensure }
  /** How rows come back into the collections that were asked for. */
  const restorers = new Map<string, Restore>()

  function collection<T extends object>(name: string, definition: CollectionDefinition<T>): Collection<T> {
    const { restore, ...made } = sqliteCollection(name, definition, access)
    restorers.set(name, restore)
    return made
  }

  const jobs = sqliteJobs(access)

  /** The last number that a table gave out. */
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
        prepare('BEGIN').run()
        const before = tables.size
        try {
          const result = await work()
          prepare('COMMIT').run()
          return result
        } catch (error) {
          prepare('ROLLBACK').run()
          // A table made in the transaction is gone with it.
          if (tables.size > before) {
            tables.clear()
            for (const table of tableNames(database)) tables.add(table)
          }
          throw error
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
      for (const table of tables) {
        run(`DELETE FROM ${quoted(table)}`)
        if (table !== 'meta') goOnAfter(table, 0)
      }
      for (const [name, { last, rows }] of Object.entries(dump.collections)) {
        const restore = restorers.get(name)
        if (!restore) throw new Error(`Nothing here has the collection "${name}".`)
        restore(rows)
        goOnAfter(`${COLLECTION}${name}`, last)
      }
      jobs.restore(dump.jobs.rows)
      goOnAfter('jobs', dump.jobs.last)
      for (const [name, value] of Object.entries(dump.meta)) setMeta(name, value)
    },

    clear() {
      return alone(async () => {
        statements.clear()
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

/** Claims belong to the process that made them: after a kill, what it had begun is due again. */
function releaseClaims(database: DatabaseSync): void {
  if (tableNames(database).includes('jobs')) database.exec('UPDATE jobs SET claimed = 0 WHERE claimed = 1')
}

interface Access {
  run(sql: string, ...values: SQLInputValue[]): number
  one(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined
  all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[]
  has(table: string): boolean
  ensure(table: string, ddl: () => string): void
}

/** In front of a collection's name in the name of its table. */
const COLLECTION = 'c:'

type Restore = (rows: StoreDump['collections'][string]['rows']) => void

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

function sqliteCollection<T extends object>(
  name: string,
  definition: CollectionDefinition<T>,
  { run, one, all, has, ensure }: Access,
): Collection<T> & { restore: Restore } {
  const tableName = `${COLLECTION}${name}`
  const table = quoted(tableName)
  const uniques = Object.entries(definition.unique ?? {})
  const indexes = Object.entries(definition.indexes ?? {})
  const column = (index: string) => quoted(`i:${index}`)
  const columns = [...uniques, ...indexes]

  const ready = () =>
    ensure(tableName, () =>
      [
        `CREATE TABLE IF NOT EXISTS ${table} (position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, doc TEXT NOT NULL${columns.map(([index]) => `, ${column(index)}`).join('')})`,
        ...uniques.map(
          ([index]) =>
            `CREATE UNIQUE INDEX IF NOT EXISTS ${quoted(`${name}:${index}`)} ON ${table} (${column(index)})`,
        ),
        ...indexes.map(
          ([index]) =>
            `CREATE INDEX IF NOT EXISTS ${quoted(`${name}:${index}`)} ON ${table} (${column(index)}, position)`,
        ),
      ].join(';'),
    )

  const names = ['key', 'doc', ...columns.map(([index]) => column(index))].join(', ')
  const marks = Array(columns.length + 2)
    .fill('?')
    .join(', ')
  const updates = ['doc', ...columns.map(([index]) => column(index))]
    .map((field) => `${field} = excluded.${field}`)
    .join(', ')
  const insertSql = `INSERT INTO ${table} (${names}) VALUES (${marks})`
  const values = (doc: T): SQLInputValue[] => [
    definition.key(doc),
    JSON.stringify(doc),
    ...columns.map(([, valueIn]) => valueIn(doc) ?? null),
  ]

  function condition(query: Omit<PageQuery, 'limit' | 'after'>): { where: string[]; bound: Scalar[] } {
    const where: string[] = []
    const bound: Scalar[] = []
    if (query.index === undefined) return { where, bound }
    const field = column(query.index)
    if (query.equals !== undefined) {
      where.push(`${field} = ?`)
      bound.push(query.equals)
      return { where, bound }
    }
    where.push(`${field} >= ?`)
    // The empty string sorts before every text, the least number before every number; null is in no index.
    bound.push(query.from ?? (typeof query.below === 'string' ? '' : Number.MIN_SAFE_INTEGER))
    if (query.below !== undefined) {
      where.push(`${field} < ?`)
      bound.push(query.below)
    }
    return { where, bound }
  }

  return {
    restore(rows) {
      ready()
      const restoreSql = `INSERT INTO ${table} (position, ${names}) VALUES (?, ${marks})`
      for (const { position, doc } of rows) run(restoreSql, position, ...values(doc as T))
    },

    async get(key) {
      if (!has(tableName)) return undefined
      const row = one(`SELECT doc FROM ${table} WHERE key = ?`, key)
      return row && (JSON.parse(row['doc'] as string) as T)
    },

    async insert(doc) {
      ready()
      return run(`${insertSql} ON CONFLICT DO NOTHING`, ...values(doc)) > 0
    },

    async put(doc, options) {
      ready()
      if (options?.touch) run(`DELETE FROM ${table} WHERE key = ?`, definition.key(doc))
      run(`${insertSql} ON CONFLICT (key) DO UPDATE SET ${updates}`, ...values(doc))
    },

    async delete(key) {
      if (!has(tableName)) return false
      return run(`DELETE FROM ${table} WHERE key = ?`, key) > 0
    },

    async deleteBelow(index, bound) {
      if (!has(tableName)) return 0
      return run(`DELETE FROM ${table} WHERE ${column(index)} < ?`, bound)
    },

    async page(query) {
      if (!has(tableName)) return { rows: [], more: false }
      const { where, bound } = condition(query)
      const ordered = query.index !== undefined && query.equals === undefined
      if (query.after) {
        where.push(ordered ? `(${column(query.index ?? '')}, position) > (?, ?)` : 'position > ?')
        if (ordered) bound.push(query.after.value ?? '')
        bound.push(query.after.position)
      }
      const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
      const order = ordered ? `${column(query.index ?? '')}, position` : 'position'
      const found = all(
        `SELECT position, doc FROM ${table} ${filter} ORDER BY ${order} LIMIT ?`,
        ...bound,
        query.limit + 1,
      )
      const rows: Row<T>[] = found.slice(0, query.limit).map((row) => ({
        position: row['position'] as number,
        doc: JSON.parse(row['doc'] as string) as T,
      }))
      return { rows, more: found.length > query.limit }
    },

    async count(query) {
      if (!has(tableName)) return 0
      const { where, bound } = query ? condition(query) : { where: [], bound: [] }
      const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
      return one(`SELECT count(*) AS n FROM ${table} ${filter}`, ...bound)?.['n'] as number
    },
  }
}

const JOB_FIELDS = 'id, due, simulator, kind, subject, payload'

function toJob(row: Record<string, unknown>): Job {
  return {
    id: row['id'] as number,
    due: row['due'] as number,
    simulator: row['simulator'] as string,
    kind: row['kind'] as string,
    subject: row['subject'] as string,
    payload: JSON.parse(row['payload'] as string) as unknown,
  }
}

function sqliteJobs({
  run,
  one,
  all,
  has,
  ensure,
}: Access): JobQueue & { restore(jobs: readonly Job[]): void } {
  const ready = () =>
    ensure('jobs', () =>
      [
        'CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, simulator TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL, claimed INTEGER NOT NULL DEFAULT 0)',
        'CREATE INDEX IF NOT EXISTS "jobs:due" ON jobs (claimed, due, id)',
        'CREATE INDEX IF NOT EXISTS "jobs:subject" ON jobs (simulator, subject)',
      ].join(';'),
    )

  return {
    restore(jobs) {
      ready()
      for (const { id, due, simulator, kind, subject, payload } of jobs) {
        run(
          `INSERT INTO jobs (${JOB_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)`,
          id,
          due,
          simulator,
          kind,
          subject,
          JSON.stringify(payload ?? null),
        )
      }
    },

    async get(id) {
      if (!has('jobs')) return undefined
      const row = one(`SELECT ${JOB_FIELDS} FROM jobs WHERE id = ?`, id)
      return row && toJob(row)
    },

    async add({ due, simulator, kind, subject, payload }) {
      ready()
      const row = one(
        'INSERT INTO jobs (due, simulator, kind, subject, payload) VALUES (?, ?, ?, ?, ?) RETURNING id',
        due,
        simulator,
        kind,
        subject,
        JSON.stringify(payload ?? null),
      )
      return row?.['id'] as number
    },

    async nextDue() {
      if (!has('jobs')) return undefined
      return one('SELECT due FROM jobs WHERE claimed = 0 ORDER BY due, id LIMIT 1')?.['due'] as
        | number
        | undefined
    },

    async earliest(until, limit) {
      if (!has('jobs')) return []
      return all(
        `SELECT ${JOB_FIELDS} FROM jobs WHERE claimed = 0 AND due = (SELECT min(due) FROM jobs WHERE claimed = 0 AND due <= ?) ORDER BY id LIMIT ?`,
        until,
        limit,
      ).map(toJob)
    },

    async claim(id) {
      if (!has('jobs')) return false
      return run('UPDATE jobs SET claimed = 1 WHERE id = ? AND claimed = 0', id) > 0
    },

    async postpone(id, due) {
      if (!has('jobs')) return false
      return run('UPDATE jobs SET due = ?, claimed = 0 WHERE id = ?', due, id) > 0
    },

    async remove(id) {
      if (!has('jobs')) return false
      return run('DELETE FROM jobs WHERE id = ?', id) > 0
    },

    async cancel(simulator, subject) {
      if (!has('jobs')) return 0
      return run('DELETE FROM jobs WHERE simulator = ? AND subject = ?', simulator, subject)
    },

    async count() {
      if (!has('jobs')) return 0
      return one('SELECT count(*) AS n FROM jobs')?.['n'] as number
    },
  }
}
