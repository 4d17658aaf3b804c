/** A collection in memory: frozen documents in a table that is created when the first one is written. */
import { frozenCopy } from './frozen-copy.ts'
import { type Column, createMemoryTable, type MemoryRow, type MemoryTable } from './memory-table.ts'
import { compareSortKeys, sortKey } from './sort-order.ts'
import type { Collection, CollectionDefinition, GiveWay, PageQuery, Row, StoreDump } from './store.ts'
import type { UndoLog } from './undo-log.ts'

type DumpedCollection = StoreDump['collections'][string]

export interface MemoryCollection<T extends object> {
  collection: Collection<T>
  /** Its content; `undefined` if nothing was ever written to it. */
  dump(giveWay: GiveWay): Promise<DumpedCollection | undefined>
  /** Makes a table of the rows. Returns what replaces the present one by it. */
  load(dumped: DumpedCollection, giveWay: GiveWay): Promise<() => void>
  /** Removes all rows, and restarts the positions. Undoing the transaction brings the rows back. */
  empty(): void
  clear(): void
}

const NO_VALUES: MemoryRow['values'] = []

export function createMemoryCollection<T extends object>(
  name: string,
  definition: CollectionDefinition<T>,
  undo: UndoLog,
): MemoryCollection<T> {
  let columns: readonly Column[] | undefined
  let table: MemoryTable | undefined

  /** Computed on first use. */
  function columnsOf(): readonly Column[] {
    columns ??= [...columnsIn(definition.unique, true), ...columnsIn(definition.indexes, false)]
    return columns
  }

  function columnNamed(index: string): number {
    const column = columnsOf().findIndex((candidate) => candidate.name === index)
    if (column < 0) throw new Error(`The collection "${name}" has no index "${index}".`)
    return column
  }

  function replaceTable(next: MemoryTable): MemoryTable {
    const before = table
    undo.add(() => {
      table = before
    })
    table = next
    return next
  }

  const writable = () => table ?? replaceTable(createMemoryTable(columnsOf()))

  /** A key as in UTF-8: a lone surrogate becomes U+FFFD. */
  const keyOf = (doc: T) => definition.key(doc).toWellFormed()

  function valuesOf(doc: T): MemoryRow['values'] {
    const all = columnsOf()
    return all.length === 0 ? NO_VALUES : all.map(({ valueIn }) => sortKey(valueIn(doc as never)))
  }

  /** The name of the unique column in which another row has one of these values. */
  function takenIn(of: MemoryTable, values: MemoryRow['values'], own?: MemoryRow): string | undefined {
    const all = columnsOf()
    for (let column = 0; column < all.length && all[column]?.unique; column += 1) {
      const value = values[column]
      const holder = value === undefined ? undefined : of.index(column).first(value)
      if (holder && holder !== own) return all[column]?.name
    }
    return undefined
  }

  function assertFree(of: MemoryTable, values: MemoryRow['values'], own?: MemoryRow): void {
    const taken = takenIn(of, values, own)
    if (taken !== undefined)
      throw new Error(`Another row of "${name}" has the same "${taken}", which is unique.`)
  }

  function add(to: MemoryTable, row: MemoryRow): void {
    undo.add(() => to.remove(row))
    to.add(row)
  }

  function remove(from: MemoryTable, row: MemoryRow): void {
    undo.add(() => from.add(row))
    from.remove(row)
  }

  function change(of: MemoryTable, row: MemoryRow, doc: T, values: MemoryRow['values']): void {
    const { doc: docBefore, values: valuesBefore } = row
    undo.add(() => of.change(row, docBefore, valuesBefore))
    of.change(row, doc, values)
  }

  function nextPosition(of: MemoryTable): number {
    const { last } = of
    undo.addOnce(of, () => {
      of.last = last
    })
    of.last = last + 1
    return of.last
  }

  const collection: Collection<T> = {
    async get(key) {
      return table?.get(key.toWellFormed())?.doc as T | undefined
    },

    async insert(given) {
      const doc = frozenCopy(given)
      const key = keyOf(doc)
      const values = valuesOf(doc)
      const into = writable()
      // A refused insertion uses up a position, as in every driver.
      const position = nextPosition(into)
      if (into.get(key) || takenIn(into, values) !== undefined) return false
      add(into, { position, key, doc, values })
      return true
    },

    async put(given, options) {
      const doc = frozenCopy(given)
      const key = keyOf(doc)
      const values = valuesOf(doc)
      const into = writable()
      const row = into.get(key)
      assertFree(into, values, row)
      const position = nextPosition(into)
      if (row && !options?.touch) return change(into, row, doc, values)
      if (row) remove(into, row)
      add(into, { position, key, doc, values })
    },

    async delete(key) {
      const row = table?.get(key.toWellFormed())
      if (!table || !row) return false
      remove(table, row)
      return true
    },

    async deleteBelow(index, bound) {
      const column = columnNamed(index)
      if (!table) return 0
      const limit = sortKey(bound)
      const found: MemoryRow[] = []
      if (limit === undefined) return 0
      table.index(column).walk(undefined, (row, value) => {
        if (compareSortKeys(value, limit) >= 0) return false
        found.push(row)
        return true
      })
      for (const row of found) remove(table, row)
      return found.length
    },

    async page(query) {
      const { index, equals, limit } = query
      const rows: Row<T>[] = []
      let more = false
      const column = index === undefined ? undefined : columnNamed(index)
      if (!table) return { rows, more }
      const take = ({ position, doc }: MemoryRow) => {
        more = rows.length >= limit
        if (!more) rows.push({ position, doc: doc as T })
        return !more
      }
      if (column === undefined) table.walk(firstPosition(query), take)
      else if (equals === undefined) walkOrdered(table, column, query, take)
      else walkEqual(table, column, query, take)
      return { rows, more }
    },

    async count(query) {
      if (!query) return table?.size ?? 0
      const column = columnNamed(query.index)
      const value = sortKey(query.equals)
      return value === undefined ? 0 : (table?.index(column).count(value) ?? 0)
    },
  }

  return {
    collection,

    async dump(giveWay) {
      if (!table) return undefined
      const { last } = table
      const rows: DumpedCollection['rows'] = []
      for (let from = 0; ; ) {
        const turns: Promise<void>[] = []
        table.walk(from, ({ position, doc }) => {
          rows.push({ position, doc: doc as Record<string, unknown> })
          from = position + 1
          const turn = giveWay()
          return !(turn && turns.push(turn))
        })
        if (turns.length === 0) return { last, rows }
        await turns[0]
      }
    },

    async load({ last, rows }, giveWay) {
      const loaded = createMemoryTable(columnsOf())
      const positions = new Set<number>()
      loaded.last = last
      for (const { position, doc: given } of rows) {
        const doc = frozenCopy(given) as T
        const key = keyOf(doc)
        const values = valuesOf(doc)
        assertFree(loaded, values)
        if (loaded.get(key)) throw new Error(`"${name}" has two rows with the key "${key}".`)
        if (positions.has(position)) throw new Error(`"${name}" has two rows with the position ${position}.`)
        positions.add(position)
        loaded.add({ position, key, doc, values })
        loaded.last = Math.max(loaded.last, position)
        const turn = giveWay()
        if (turn) await turn
      }
      return () => void replaceTable(loaded)
    },

    empty() {
      if (table) replaceTable(createMemoryTable(columnsOf()))
    },

    clear() {
      table = undefined
    },
  }
}

const columnsIn = <T extends object>(
  indexes: CollectionDefinition<T>['indexes'],
  unique: boolean,
): Column[] => Object.entries(indexes ?? {}).map(([name, valueIn]) => ({ name, unique, valueIn }))

/** Positions are integers. */
const firstPosition = ({ after }: { after?: PageQuery['after'] | undefined }) =>
  after ? Math.floor(after.position) + 1 : 0

type EachRow = (row: MemoryRow) => boolean

/** The rows with one value, in order of insertion. */
function walkEqual(table: MemoryTable, column: number, query: PageQuery, each: EachRow): void {
  const value = sortKey(query.equals)
  if (value !== undefined) table.index(column).walkEqual(value, firstPosition(query), each)
}

/** The rows between two bounds, in the order of their values. */
function walkOrdered(
  table: MemoryTable,
  column: number,
  { from, below, after }: PageQuery,
  each: EachRow,
): void {
  // Without a lower bound: the empty string comes before every text, the least number before every number.
  const least = sortKey(from ?? (typeof below === 'string' ? '' : Number.MIN_SAFE_INTEGER))
  const end = below === undefined ? undefined : sortKey(below)
  const last = after && sortKey(after.value ?? '')
  // No value is greater or less than NaN.
  if (least === undefined || (below !== undefined && end === undefined) || (after && last === undefined))
    return
  let start = { value: least, position: 0 }
  if (last !== undefined && compareSortKeys(last, least) >= 0) {
    start = { value: last, position: firstPosition({ after }) }
  }
  table
    .index(column)
    .walk(start, (row, value) => (end === undefined || compareSortKeys(value, end) < 0) && each(row))
}
