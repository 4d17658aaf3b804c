/** Every document of a collection, however many there are. */
import type { Page, PageQuery, Scalar } from './store.ts'

const PAGE = 500

/**
 * All documents, or those with one value in an index, in order of insertion. They are collected before the first is
 * returned, since a row that is touched meanwhile would appear again at the end.
 */
export async function allRows<T extends object, Index extends string>(
  collection: { page(query: Omit<PageQuery, 'index'> & { index?: Index }): Promise<Page<T>> },
  query: { index?: NoInfer<Index>; equals?: Scalar } = {},
): Promise<T[]> {
  const found: T[] = []
  let position = 0
  for (;;) {
    const { rows, more } = await collection.page({ ...query, after: { position }, limit: PAGE })
    for (const { doc } of rows) found.push(doc)
    position = rows.at(-1)?.position ?? position
    if (!more) return found
  }
}
