/**
 * An index in memory: items by a value; items with the same value are in order of position. A look-up by value uses a hash
 * table. The values are sorted only after their order was needed for the first time.
 */
import { createNumberedTree, createOrderedTree, type OrderedTree, walkTree } from './ordered-tree.ts'
import { compareSortKeys } from './sort-order.ts'
import type { Scalar } from './store.ts'

export interface Positioned {
  readonly position: number
}

export interface MemoryIndex<I extends Positioned> {
  add(value: Scalar, item: I): void
  remove(value: Scalar, item: I): void
  /** How many items have this value. */
  count(value: Scalar): number
  /** The first item with this value. */
  first(value: Scalar): I | undefined
  /** The least value that an item has. */
  least(): Scalar | undefined
  /** Calls `each` with the items with a value, from a position on, until it returns false; returns false if it did. */
  walkEqual(value: Scalar, from: number, each: (item: I) => boolean): boolean
  /** Calls `each` with items in the order of their values, from a place on, until it returns false. */
  walk(from: { value: Scalar; position: number } | undefined, each: (item: I, value: Scalar) => boolean): void
}

type Items<I> = OrderedTree<number, I>

export function createMemoryIndex<I extends Positioned>(): MemoryIndex<I> {
  /** Most values belong to one item. Only values with several items have a tree. */
  const byValue = new Map<Scalar, I | Items<I>>()
  let values: OrderedTree<Scalar, undefined> | undefined

  const isItem = (found: I | Items<I>): found is I => 'position' in found

  function ordered(): OrderedTree<Scalar, undefined> {
    if (!values) {
      values = createOrderedTree(compareSortKeys)
      for (const value of byValue.keys()) values.set(value, undefined)
    }
    return values
  }

  function walkEqual(value: Scalar, from: number, each: (item: I) => boolean): boolean {
    const found = byValue.get(value)
    if (!found) return true
    if (isItem(found)) return found.position < from || each(found)
    return walkTree(found, from, each)
  }

  return {
    walkEqual,

    add(value, item) {
      const found = byValue.get(value)
      if (!found) {
        byValue.set(value, item)
        values?.set(value, undefined)
      } else if (isItem(found)) {
        const items = createNumberedTree<I>()
        items.set(found.position, found)
        items.set(item.position, item)
        byValue.set(value, items)
      } else {
        found.set(item.position, item)
      }
    },

    remove(value, item) {
      const found = byValue.get(value)
      if (!found) return
      if (!isItem(found)) {
        found.delete(item.position)
        if (found.size > 0) return
      }
      byValue.delete(value)
      values?.delete(value)
    },

    count(value) {
      const found = byValue.get(value)
      if (!found) return 0
      return isItem(found) ? 1 : found.size
    },

    first(value) {
      let first: I | undefined
      walkEqual(value, 0, (item) => {
        first = item
        return false
      })
      return first
    },

    least: () => ordered().minKey(),

    walk(from, each) {
      walkTree(ordered(), from?.value, (_, value) => {
        const start = from && compareSortKeys(value, from.value) === 0 ? from.position : 0
        return walkEqual(value, start, (item) => each(item, value))
      })
    },
  }
}
