/** The rows of a collection in memory, in order of insertion and of every index. Knows nothing of undoing. */
import { createMemoryIndex, type MemoryIndex, type MemoryRow } from './memory-index.ts'
import { createOrderedTree } from './ordered-tree.ts'
import type { Scalar } from './store.ts'

export interface Column {
  name: string
  unique: boolean
  valueIn: (doc: never) => Scalar | undefined
}

export interface MemoryTable {
  /** The last position that was given out. */
  last: number
  readonly size: number
  get(key: string): MemoryRow | undefined
  /** The row that has this value in a unique column. */
  holder(column: number, value: Scalar): MemoryRow | undefined
  index(column: number): MemoryIndex
  add(row: MemoryRow): void
  remove(row: MemoryRow): void
  /** Gives a row that is in the table another document and its values. */
  change(row: MemoryRow, doc: object, values: MemoryRow['values']): void
  /** Shows rows from a position on, in order of insertion, until `visit` returns false. */
  walk(from: number, visit: (row: MemoryRow) => boolean): void
}

const comparePositions = (left: number, right: number) => left - right

export function createMemoryTable(columns: readonly Column[]): MemoryTable {
  const byKey = new Map<string, MemoryRow>()
  const byPosition = createOrderedTree<number, MemoryRow>(comparePositions)
  const holders = columns.map(({ unique }) => (unique ? new Map<Scalar, MemoryRow>() : undefined))
  /** A unique column seldom needs an order: its index is made when somebody asks for it. */
  const indexes = columns.map(({ unique }) => (unique ? undefined : createMemoryIndex()))

  function addValue(column: number, value: Scalar | undefined, row: MemoryRow): void {
    if (value === undefined) return
    holders[column]?.set(value, row)
    indexes[column]?.add(value, row)
  }

  function removeValue(column: number, value: Scalar | undefined, row: MemoryRow): void {
    if (value === undefined) return
    if (holders[column]?.get(value) === row) holders[column].delete(value)
    indexes[column]?.remove(value, row)
  }

  function walk(from: number, visit: (row: MemoryRow) => boolean): void {
    for (const [, row] of byPosition.entries(from, [] as never)) if (!visit(row)) return
  }

  function makeIndex(column: number): MemoryIndex {
    const index = createMemoryIndex()
    for (const row of byKey.values()) {
      const value = row.values[column]
      if (value !== undefined) index.add(value, row)
    }
    return index
  }

  return {
    last: 0,
    walk,

    get size() {
      return byKey.size
    },

    get: (key) => byKey.get(key),
    holder: (column, value) => holders[column]?.get(value),

    index(column) {
      indexes[column] ??= makeIndex(column)
      return indexes[column]
    },

    add(row) {
      byKey.set(row.key, row)
      byPosition.set(row.position, row)
      for (let column = 0; column < columns.length; column += 1) addValue(column, row.values[column], row)
    },

    remove(row) {
      byKey.delete(row.key)
      byPosition.delete(row.position)
      for (let column = 0; column < columns.length; column += 1) removeValue(column, row.values[column], row)
    },

    change(row, doc, values) {
      const before = row.values
      row.doc = doc
      row.values = values
      for (let column = 0; column < columns.length; column += 1) {
        if (before[column] === values[column]) continue
        removeValue(column, before[column], row)
        addValue(column, values[column], row)
      }
    },
  }
}
