/** A collection as a SQLite table: the document as JSON, and a column for each index. */
import type { SQLInputValue } from 'node:sqlite'
import { frozenCopy } from './frozen-copy.ts'
import { type Access, quoted } from './sqlite-access.ts'
import { createCollectionCache } from './sqlite-cache.ts'
import type {
  Collection,
  CollectionDefinition,
  GiveWay,
  Page,
  PageQuery,
  Scalar,
  StoreDump,
} from './store.ts'

/** Prefix of a collection's table name. */
export const COLLECTION = 'c:'

export type Restore = (rows: StoreDump['collections'][string]['rows'], giveWay: GiveWay) => Promise<void>

export interface SqliteCollection<T extends object> {
  collection: Collection<T>
  /** Writes rows as they were dumped. */
  restore: Restore
  /** Call it when rows changed in another way than by this collection, such as by a rollback. */
  forget(): void
}

/** The largest page that is kept for the next time that it is read. */
const CACHED_PAGE = 1_000

export function sqliteCollection<T extends object>(
  name: string,
  definition: CollectionDefinition<T>,
  { run, one, all, parse, has, ensure }: Access,
): SqliteCollection<T> {
  const cache = createCollectionCache<T>(parse)
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

  function selectOf(query: PageQuery): { sql: string; bound: Scalar[] } {
    const { where, bound } = condition(query)
    const ordered = query.index !== undefined && query.equals === undefined
    if (query.after) {
      where.push(ordered ? `(${column(query.index ?? '')}, position) > (?, ?)` : 'position > ?')
      if (ordered) bound.push(query.after.value ?? '')
      bound.push(query.after.position)
    }
    bound.push(query.limit + 1)
    const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
    const order = ordered ? `${column(query.index ?? '')}, position` : 'position'
    return { sql: `SELECT position, doc FROM ${table} ${filter} ORDER BY ${order} LIMIT ?`, bound }
  }

  function read({ limit }: PageQuery, { sql, bound }: { sql: string; bound: Scalar[] }): Page<T> {
    const found = all(sql, ...bound)
    const rows = found.slice(0, limit).map((row) => ({
      position: row['position'] as number,
      doc: frozenCopy(parse(row['doc'] as string) as T),
    }))
    return { rows, more: found.length > limit }
  }

  const collection: Collection<T> = {
    async get(key) {
      if (!has(tableName)) return undefined
      const sql = `SELECT doc FROM ${table} WHERE key = ?`
      return cache.document(key, () => one(sql, key)?.['doc'] as string | undefined)
    },

    async insert(doc) {
      ready()
      cache.forget(definition.key(doc))
      return run(`${insertSql} ON CONFLICT DO NOTHING`, ...values(doc)) > 0
    },

    async put(doc, options) {
      ready()
      const key = definition.key(doc)
      cache.forget(key)
      if (options?.touch) run(`DELETE FROM ${table} WHERE key = ?`, key)
      run(`${insertSql} ON CONFLICT (key) DO UPDATE SET ${updates}`, ...values(doc))
    },

    async delete(key) {
      if (!has(tableName)) return false
      cache.forget(key)
      return run(`DELETE FROM ${table} WHERE key = ?`, key) > 0
    },

    async deleteBelow(index, bound) {
      if (!has(tableName)) return 0
      cache.forget()
      return run(`DELETE FROM ${table} WHERE ${column(index)} < ?`, bound)
    },

    async page(query) {
      if (!has(tableName)) return { rows: [], more: false }
      const select = selectOf(query)
      if (query.limit > CACHED_PAGE) return read(query, select)
      return cache.page(JSON.stringify(select.bound) + select.sql, () => read(query, select))
    },

    async count(query) {
      if (!has(tableName)) return 0
      const { where, bound } = query ? condition(query) : { where: [], bound: [] }
      const filter = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
      return one(`SELECT count(*) AS n FROM ${table} ${filter}`, ...bound)?.['n'] as number
    },
  }

  return {
    collection,

    async restore(rows, giveWay) {
      ready()
      cache.forget()
      const restoreSql = `INSERT INTO ${table} (position, ${names}) VALUES (?, ${marks})`
      for (const { position, doc } of rows) {
        run(restoreSql, position, ...values(doc as T))
        const turn = giveWay()
        if (turn) await turn
      }
    },

    forget: () => cache.forget(),
  }
}
