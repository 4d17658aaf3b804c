/**
 * What was read lately from one collection, so that what is read again and again is neither fetched nor parsed each time.
 * It is right because a file belongs to one process, and every write of that process passes by here.
 */
import { frozenCopy } from './frozen-copy.ts'
import type { Page } from './store.ts'

export interface CollectionCache<T extends object> {
  /** The document with a key, from the cache or else from its JSON. */
  document(key: string, read: () => string | undefined): T | undefined
  /** The page that a query gave since the last write, or else what `read` gives now. */
  page(query: string, read: () => Page<T>): Page<T>
  /** Call it before a write: pages may change, and the document with this key, or any if none is named. */
  forget(key?: string): void
}

/** How many documents and pages of a collection are kept. */
const DOCUMENTS = 4_096
const PAGES = 256

export function createCollectionCache<T extends object>(
  parse: (json: string) => unknown,
): CollectionCache<T> {
  const documents = new Map<string, T>()
  const pages = new Map<string, Page<T>>()

  return {
    document(key, read) {
      const known = documents.get(key)
      if (known) return known
      const json = read()
      if (json === undefined) return undefined
      const doc = frozenCopy(parse(json) as T)
      keep(documents, key, doc, DOCUMENTS)
      return doc
    },

    page(query, read) {
      const known = pages.get(query)
      if (known) return known
      const page = read()
      keep(pages, query, page, PAGES)
      return page
    },

    forget(key) {
      if (pages.size > 0) pages.clear()
      if (key === undefined) documents.clear()
      else documents.delete(key)
    },
  }
}

/** Adds to a Map that drops its oldest entry when it is full. */
function keep<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  if (map.size >= most) map.delete(map.keys().next().value as K)
  map.set(key, value)
}
