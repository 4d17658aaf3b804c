/** Which exchange deleted which document, so that a 404 can name it. In memory, and bounded. */

export interface Deletions {
  note(collection: string, key: string, exchange: number): void
  /** Number of the exchange that deleted a document; undefined if that is not known any more. */
  find(collection: string, key: string): number | undefined
  clear(): void
}

const REMEMBERED = 1_000

export function createDeletions(): Deletions {
  const exchanges = new Map<string, number>()
  const nameOf = (collection: string, key: string) => `${collection}\n${key}`

  return {
    note(collection, key, exchange) {
      exchanges.set(nameOf(collection, key), exchange)
      if (exchanges.size <= REMEMBERED) return
      const [oldest] = exchanges.keys()
      if (oldest !== undefined) exchanges.delete(oldest)
    },
    find: (collection, key) => exchanges.get(nameOf(collection, key)),
    clear: () => exchanges.clear(),
  }
}
