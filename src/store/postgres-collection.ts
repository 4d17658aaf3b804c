/** A collection as rows of the table `documents`: the document as JSON, and a column for each index. */
import { frozenCopy } from './frozen-copy.ts'
import type { Answer, Value } from './postgres-connections.ts'
import { rowsIn } from './postgres-rows.ts'
import { INDEX_COLUMNS, UNIQUE_COLUMNS } from './postgres-schema.ts'
import { GREATEST, indexText, LEAST_NUMBER, LEAST_TEXT, placeOf, storedText } from './postgres-text.ts'
import type { Batch, Transaction } from './postgres-transaction.ts'
import {
  type Collection,
  type CollectionDefinition,
  type GiveWay,
  ownTurn,
  type PageQuery,
  type Scalar,
  type StoreDump,
} from './store.ts'

export interface PostgresAccess {
  harness: string
  /** In the transaction, if there is one. */
  read(text: string, values: readonly Value[]): Promise<Answer>
  /** In the transaction, or in one of its own. */
  write<R>(work: (transaction: Transaction) => Promise<R>): Promise<R>
}

export interface PostgresCollection<T extends object> {
  collection: Collection<T>
  /** Writes rows as they were dumped. */
  restore(transaction: Transaction, dumped: StoreDump['collections'][string], giveWay: GiveWay): Promise<void>
}

/** So many rows, or characters of JSON, are written by one statement. */
const RESTORED_ROWS = 5_000
const RESTORED_SIZE = 4_000_000

export function postgresCollection<T extends object>(
  name: string,
  definition: CollectionDefinition<T>,
  { harness, read: readAny, write: writeAny }: PostgresAccess,
): PostgresCollection<T> {
  const uniques = Object.entries(definition.unique ?? {})
  const indexes = Object.entries(definition.indexes ?? {})
  if (uniques.length > UNIQUE_COLUMNS || indexes.length > INDEX_COLUMNS) {
    throw new Error(
      `The collection "${name}" has more than ${UNIQUE_COLUMNS} unique values or ${INDEX_COLUMNS} indexes, which PostgreSQL has no columns for.`,
    )
  }
  const place = placeOf(harness, name)
  const columns = [...uniques, ...indexes]
  const columnNames = columns.map((_, index) =>
    index < uniques.length ? `u${index + 1}` : `v${index - uniques.length + 1}`,
  )
  const layout = [uniques, indexes].map((some) => some.map(([index]) => index).join()).join('|')
  const fields = ['place', 'position', 'key', 'doc', ...columnNames]
  const marks = fields.map((_, index) => `$${index + 1}`)
  /** The columns are those of this definition: seen once. */
  let checked = false
  const indexing = new WeakMap<Transaction, Promise<void>>()

  function columnOf(index: string): string {
    const column = columnNames[columns.findIndex(([known]) => known === index)]
    if (column === undefined) throw new Error(`The collection "${name}" has no index "${index}".`)
    return column
  }

  const keyOf = (key: string) => place + storedText(key)

  /** A value in an index; `undefined` if there is none. */
  function indexed(value: unknown): string | undefined {
    const text = indexText(value)
    return text === undefined ? undefined : place + text
  }

  const valuesOf = (doc: T): (string | null)[] => columns.map(([, valueIn]) => indexed(valueIn(doc)) ?? null)

  /** Rows that were written by a version with other indexes get theirs anew. */
  function check(transaction: Transaction): Promise<void> | undefined {
    const { positions, columns: known } = transaction.row
    if (!positions.has(name) || known.get(name) === layout) return undefined
    const begun = indexing.get(transaction) ?? indexAnew(transaction)
    indexing.set(transaction, begun)
    return begun
  }

  async function indexAnew(transaction: Transaction): Promise<void> {
    const { positions } = transaction.row
    const last = positions.get(name) ?? 0
    const rows = await rowsIn(transaction, place, ownTurn)
    await transaction.query('DELETE FROM tvilling.documents WHERE place = $1', [place])
    await restore(transaction, { last, rows }, ownTurn)
  }

  async function write<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    return writeAny(async (transaction) => {
      await check(transaction)
      return work(transaction)
    })
  }

  /** The first read is a transaction, which checks the columns. */
  async function read(text: string, values: readonly Value[]): Promise<Answer> {
    if (checked) return readAny(text, values)
    const answer = await write((transaction) => transaction.query(text, values))
    checked = true
    return answer
  }

  function assign({ row }: Transaction): number {
    const position = (row.positions.get(name) ?? 0) + 1
    row.positions.set(name, position)
    row.columns.set(name, layout)
    return position
  }

  /** What a replaced row keeps, and what it gets. */
  const replaced = (touch: boolean) =>
    [...(touch ? ['position'] : []), 'doc', ...columnNames]
      .map((field) => `${field} = excluded.${field}`)
      .join(', ')
  const insertSql = `INSERT INTO tvilling.documents (${fields.join(', ')}) VALUES (${marks.join(', ')}) ON CONFLICT DO NOTHING`
  const otherHas = uniques.map(
    (_, index) =>
      `NOT EXISTS (SELECT 1 FROM tvilling.documents WHERE u${index + 1} = $${index + 5} AND key <> $3)`,
  )
  const putSql = (touch: boolean) =>
    `INSERT INTO tvilling.documents (${fields.join(', ')}) SELECT $1, $2::bigint, $3, $4, ${columnNames.map((_, index) => `$${index + 5}::text`).join(', ')} WHERE ${otherHas.join(' AND ')} ON CONFLICT (key) DO UPDATE SET ${replaced(touch)}`

  /** Rows as one array for each field. */
  const arraysOf = (rows: readonly (string | number | null)[][]) =>
    fields.slice(1).map((_, field) => rows.map((row) => row[field] ?? null))
  const unnested = `SELECT $1, * FROM unnest($2::bigint[], ${fields
    .slice(2)
    .map((_, index) => `$${index + 3}::text[]`)
    .join(', ')})`
  const restoreSql = `INSERT INTO tvilling.documents (${fields.join(', ')}) ${unnested}`

  /** Puts of one transaction, where no value is unique: only then can none be refused. */
  function putBatch(touch: boolean): Batch & { add(row: (string | number | null)[]): void } {
    const rows = new Map<string, (string | number | null)[]>()
    return {
      get size() {
        return rows.size
      },
      add(row) {
        const [, key] = row as [number, string]
        const before = rows.get(key)
        // Of two puts of a key the last one counts; a replaced row keeps its position.
        rows.set(key, before && !touch ? [before[0] ?? null, ...row.slice(1)] : row)
      },
      write: (query) =>
        query(`${restoreSql} ON CONFLICT (key) DO UPDATE SET ${replaced(touch)}`, [
          place,
          ...arraysOf([...rows.values()]),
        ]),
    }
  }

  async function restore(
    transaction: Transaction,
    { last, rows }: StoreDump['collections'][string],
    giveWay: GiveWay,
  ): Promise<void> {
    let collected: (string | number | null)[][] = []
    let size = 0
    let highest = last
    const flush = async () => {
      if (collected.length === 0) return
      await transaction.query(restoreSql, [place, ...arraysOf(collected)])
      collected = []
      size = 0
    }
    for (const { position, doc: given } of rows) {
      const doc = given as T
      const json = JSON.stringify(doc)
      collected.push([position, keyOf(definition.key(doc)), json, ...valuesOf(doc)])
      size += json.length
      highest = Math.max(highest, position)
      if (collected.length >= RESTORED_ROWS || size >= RESTORED_SIZE) await flush()
      const turn = giveWay()
      if (turn) await turn
    }
    await flush()
    transaction.row.positions.set(name, highest)
    transaction.row.columns.set(name, layout)
  }

  /** The condition of a query and its values; `undefined` if no row can fulfil it. */
  function conditionOf(query: Omit<PageQuery, 'limit'>): { where: string[]; values: Value[] } | undefined {
    const where: string[] = []
    const values: Value[] = []
    const bind = (value: Value) => `$${values.push(value)}`
    if (query.index === undefined || query.equals !== undefined) {
      const value = query.index === undefined ? place : indexed(query.equals)
      if (value === undefined) return undefined
      where.push(`${query.index === undefined ? 'place' : columnOf(query.index)} = ${bind(value)}`)
      if (query.after) where.push(`position > ${bind(wholeNumber(query.after.position))}`)
      return { where, values }
    }
    const column = columnOf(query.index)
    const from = query.from === undefined ? place + leastOf(query.below) : indexed(query.from)
    const below = query.below === undefined ? place + GREATEST : indexed(query.below)
    const after = query.after && indexed(query.after.value ?? '')
    // No value is greater or less than NaN.
    if (from === undefined || below === undefined || (query.after && after === undefined)) return undefined
    where.push(`${column} >= ${bind(from)}`, `${column} < ${bind(below)}`)
    if (query.after) {
      const position = bind(wholeNumber(query.after.position))
      where.push(`(${column}, position) > (${bind(after ?? null)}, ${position}::bigint)`)
    }
    return { where, values }
  }

  const collection: Collection<T> = {
    async get(key) {
      const { rows } = await read('SELECT doc FROM tvilling.documents WHERE key = $1', [keyOf(key)])
      return rows[0] && documentOf<T>(rows[0])
    },

    async insert(doc) {
      const row = [keyOf(definition.key(doc)), JSON.stringify(doc), ...valuesOf(doc)]
      return write(async (transaction) => {
        // A refused insertion uses up a position, as in every driver.
        const position = assign(transaction)
        return (await transaction.query(insertSql, [place, position, ...row])).count > 0
      })
    },

    async put(doc, options) {
      const touch = options?.touch === true
      const row = [keyOf(definition.key(doc)), JSON.stringify(doc), ...valuesOf(doc)]
      await write(async (transaction) => {
        const position = assign(transaction)
        if (uniques.length === 0) {
          transaction.settle(`put ${!touch} ${name}`)
          transaction.collect(`put ${touch} ${name}`, () => putBatch(touch)).add([position, ...row])
          return
        }
        const { count } = await transaction.query(putSql(touch), [place, position, ...row])
        if (count > 0) return
        if (transaction.row.positions.get(name) === position)
          transaction.row.positions.set(name, position - 1)
        throw new Error(`Another row of "${name}" has the same value as one that is unique.`)
      })
    },

    async delete(key) {
      return write(async (transaction) => {
        const sql = 'DELETE FROM tvilling.documents WHERE key = $1'
        return (await transaction.query(sql, [keyOf(key)])).count > 0
      })
    },

    async deleteBelow(index, bound) {
      const column = columnOf(index)
      const value = indexed(bound)
      if (value === undefined) return 0
      return write(async (transaction) => {
        const sql = `DELETE FROM tvilling.documents WHERE ${column} >= $1 AND ${column} < $2`
        return (await transaction.query(sql, [place, value])).count
      })
    },

    async page(query) {
      const condition = conditionOf(query)
      if (!condition) return { rows: [], more: false }
      const { where, values } = condition
      const ordered = query.index !== undefined && query.equals === undefined
      const order = ordered ? `${columnOf(query.index ?? '')}, position` : 'position'
      const { rows: found } = await read(
        `SELECT position, doc FROM tvilling.documents WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT $${values.length + 1}`,
        [...values, wholeNumber(query.limit) + 1],
      )
      const rows = found
        .slice(0, query.limit)
        .map((row) => ({ position: Number(row['position']), doc: documentOf<T>(row) }))
      return { rows, more: found.length > query.limit }
    },

    async count(query) {
      const condition = conditionOf(query ?? {})
      if (!condition) return 0
      const { rows } = await read(
        `SELECT count(*) AS n FROM tvilling.documents WHERE ${condition.where.join(' AND ')}`,
        condition.values,
      )
      return Number(rows[0]?.['n'])
    },
  }

  return { collection, restore }
}

const documentOf = <T>(row: Record<string, unknown>) => frozenCopy(JSON.parse(String(row['doc'])) as T)

/** Without a lower bound: the empty string comes before every text, the least number before every number. */
const leastOf = (below: Scalar | undefined) => (typeof below === 'string' ? LEAST_TEXT : LEAST_NUMBER)

/** A position or a limit that the client chose, as a number that PostgreSQL can hold. */
const wholeNumber = (given: number) =>
  Math.max(-1, Math.min(Math.floor(given), Number.MAX_SAFE_INTEGER - 1)) || 0
