/** One index of a collection in memory: its rows in the order of a value, and of insertion among equal values. */
import { createOrderedTree } from './ordered-tree.ts'
import { compareSortKeys } from './sort-order.ts'
import type { Scalar } from './store.ts'

/** A document where it lies. Index values are sort keys, in the order of the collection's indexes. */
export interface MemoryRow {
  readonly position: number
  readonly key: string
  doc: object
  values: readonly (Scalar | undefined)[]
}

/** A place in an index. */
export interface IndexPlace {
  value: Scalar
  position: number
}

interface IndexEntry extends IndexPlace {
  row: MemoryRow
}

export interface MemoryIndex {
  add(value: Scalar, row: MemoryRow): void
  remove(value: Scalar, row: MemoryRow): void
  /** Shows rows from a place on, in order, until `visit` returns false. */
  walk(from: IndexPlace | undefined, visit: (row: MemoryRow, value: Scalar) => boolean): void
  /** How many rows have this value. */
  count(value: Scalar): number
}

export function comparePlaces(left: IndexPlace, right: IndexPlace): number {
  return compareSortKeys(left.value, right.value) || left.position - right.position
}

export function createMemoryIndex(): MemoryIndex {
  const tree = createOrderedTree<IndexPlace | IndexEntry, undefined>(comparePlaces)
  /** Rows by value; kept from the first time that somebody counts. */
  let counts: Map<Scalar, number> | undefined

  function walk(from: IndexPlace | undefined, visit: (row: MemoryRow, value: Scalar) => boolean): void {
    for (const [entry] of tree.entries(from, [] as never)) {
      if (!visit((entry as IndexEntry).row, entry.value)) return
    }
  }

  function countAll(): Map<Scalar, number> {
    const all = new Map<Scalar, number>()
    walk(undefined, (_, value) => {
      all.set(value, (all.get(value) ?? 0) + 1)
      return true
    })
    return all
  }

  return {
    walk,

    add(value, row) {
      tree.set({ value, position: row.position, row }, undefined)
      counts?.set(value, (counts.get(value) ?? 0) + 1)
    },

    remove(value, row) {
      tree.delete({ value, position: row.position })
      if (!counts) return
      const left = (counts.get(value) ?? 0) - 1
      if (left > 0) counts.set(value, left)
      else counts.delete(value)
    },

    count(value) {
      counts ??= countAll()
      return counts.get(value) ?? 0
    },
  }
}
