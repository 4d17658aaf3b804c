/** The rows of a collection in memory, in order of insertion and by every index. It does not undo anything. */
import { createMemoryIndex, type MemoryIndex } from './memory-index.ts'
import { createNumberedTree, walkTree } from './ordered-tree.ts'
import type { Scalar } from './store.ts'

/** A stored document with its position. The values are sort keys, in the order of the columns. */
export interface MemoryRow {
  readonly position: number
  readonly key: string
  doc: object
  values: readonly (Scalar | undefined)[]
}

/** A unique key or an index. */
export interface Column {
  name: string
  unique: boolean
  valueIn: (doc: never) => Scalar | undefined
}

export interface MemoryTable {
  /** The last position that was assigned. */
  last: number
  readonly size: number
  get(key: string): MemoryRow | undefined
  index(column: number): MemoryIndex<MemoryRow>
  add(row: MemoryRow): void
  remove(row: MemoryRow): void
  /** Replaces the document and the values of a row in the table. */
  change(row: MemoryRow, doc: object, values: MemoryRow['values']): void
  /** Calls `each` with rows from a position on, in order of insertion, until it returns false. */
  walk(from: number, each: (row: MemoryRow) => boolean): void
}

export function createMemoryTable(columns: readonly Column[]): MemoryTable {
  const byKey = new Map<string, MemoryRow>()
  const byPosition = createNumberedTree<MemoryRow>()
  const indexes = columns.map(() => createMemoryIndex<MemoryRow>())

  return {
    last: 0,

    get size() {
      return byKey.size
    },

    get: (key) => byKey.get(key),
    index: (column) => indexes[column] as MemoryIndex<MemoryRow>,

    add(row) {
      byKey.set(row.key, row)
      byPosition.set(row.position, row)
      for (let column = 0; column < indexes.length; column += 1) {
        const value = row.values[column]
        if (value !== undefined) indexes[column]?.add(value, row)
      }
    },

    remove(row) {
      byKey.delete(row.key)
      byPosition.delete(row.position)
      for (let column = 0; column < indexes.length; column += 1) {
        const value = row.values[column]
        if (value !== undefined) indexes[column]?.remove(value, row)
      }
    },

    change(row, doc, values) {
      const { values: before } = row
      row.doc = doc
      row.values = values
      for (let column = 0; column < indexes.length; column += 1) {
        const [old, value] = [before[column], values[column]]
        if (old === value) continue
        if (old !== undefined) indexes[column]?.remove(old, row)
        if (value !== undefined) indexes[column]?.add(value, row)
      }
    },

    walk(from, each) {
      walkTree(byPosition, from, each)
    },
  }
}
