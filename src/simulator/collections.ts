/** Types of a simulator's collections: documents and indexes by their names. */
import type { Collection, CollectionDefinition, Page, PageQuery, Scalar } from '../store/store.ts'

// biome-ignore lint/suspicious/noExplicitAny: a map of definitions is generic in each of its members
export type CollectionDefinitions = Record<string, CollectionDefinition<any>>

/** The documents of a collection. */
export type DocumentOf<D> = D extends { key: (doc: infer T extends object) => string } ? T : never

type NamesIn<T> = T extends object ? keyof T & string : never

/** Names of the indexes of a collection, including the unique ones. */
export type IndexOf<D> =
  string extends NamesIn<Member<D, 'indexes'> | Member<D, 'unique'>>
    ? string
    : NamesIn<Member<D, 'indexes'>> | NamesIn<Member<D, 'unique'>>

type Member<D, K extends string> = D extends { [N in K]?: infer T } ? T : never

/** A collection whose indexes are known by name. */
export interface IndexedCollection<T extends object, Index extends string>
  extends Omit<Collection<T>, 'deleteBelow' | 'page' | 'count'> {
  /** Deletes every row whose index value is below the bound; returns how many. */
  deleteBelow(index: Index, bound: Scalar): Promise<number>
  page(query: Omit<PageQuery, 'index'> & { index?: Index }): Promise<Page<T>>
  count(query?: { index: Index; equals: Scalar }): Promise<number>
}

export type CollectionsOf<D> = { [K in keyof D]: IndexedCollection<DocumentOf<D[K]>, IndexOf<D[K]>> }

/** Checks what the types of the definitions cannot: `secret` names members of the documents. */
export type CheckedCollections<D> = {
  [K in keyof D]: { secret?: readonly (keyof DocumentOf<D[K]> & string)[] }
}
