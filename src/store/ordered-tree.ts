/** The B+ tree of the package `sorted-btree`, with keys in the order of a comparison function. */
import sortedBTree from 'sorted-btree'

/** The part of it that the store uses. */
export interface OrderedTree<K, V> {
  readonly size: number
  /** Adds a pair, or replaces the value of a key. */
  set(key: K, value: V): boolean
  delete(key: K): boolean
  minKey(): K | undefined
  /** Pairs in order, from the first key that is not less than `lowest`. Each pair is written to the array `reused`. */
  entries(lowest: K | undefined, reused: [K, V]): IterableIterator<[K, V]>
}

// A CommonJS module with a default export: Node imports the module, Vitest its default.
const BTree = 'default' in sortedBTree ? sortedBTree.default : (sortedBTree as never)

/** An empty tree costs about as much as an empty `Map`. */
export function createOrderedTree<K, V>(compare: (left: K, right: K) => number): OrderedTree<K, V> {
  return new BTree<K, V>(undefined, compare) as unknown as OrderedTree<K, V>
}

/** Calls `each` with pairs in order, from a key on, until it returns false; returns false if it did. */
export function walkTree<K, V>(
  tree: OrderedTree<K, V>,
  from: K | undefined,
  each: (value: V, key: K) => boolean,
): boolean {
  for (const [key, value] of tree.entries(from, [] as never)) if (!each(value, key)) return false
  return true
}

const compareNumbers = (left: number, right: number) => left - right

/** A tree with numbers as keys. */
export const createNumberedTree = <V>(): OrderedTree<number, V> => createOrderedTree(compareNumbers)
