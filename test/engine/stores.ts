/** The stores that keep nothing when they are closed: what depends on the store is tested over each. */
import { openMemoryStore, openSqliteStore, type Store } from 'tvilling'

export const STORES: [string, () => Store][] = [
  ['memory', openMemoryStore],
  ['SQLite', () => openSqliteStore(':memory:')],
]
