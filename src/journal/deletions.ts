/** Which exchange deleted which document, so that a 404 can name it. Bounded. */
import { ifReachable, type SharedLog } from '../store/shared-store.ts'

export interface Deletions {
  /** Notes a deletion of the running unit of work. */
  note(collection: string, key: string, exchange: number): void
  /** Number of the exchange that deleted a document; undefined if that is not known any more. */
  find(collection: string, key: string): Promise<number | undefined>
  /** Call it when a unit of work has ended. If it returns a promise, the deletions are found when that resolves. */
  unitEnded(stored: boolean): Promise<void> | undefined
  clear(): void
}

const REMEMBERED = 1_000

/** In memory. */
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
    find: async (collection, key) => exchanges.get(nameOf(collection, key)),
    unitEnded: () => undefined,
    clear: () => exchanges.clear(),
  }
}

/** The kind of such an entry in the log, which has the collection as its simulator, and the key as its operation. */
export const DELETION = 'deletion'

/** In the log that all processes write. Clearing the log forgets them. */
export function createSharedDeletions(log: SharedLog, turn: () => number): Deletions {
  let noted: { collection: string; key: string; exchange: number }[] = []

  return {
    note(collection, key, exchange) {
      noted.push({ collection, key, exchange })
      // A unit that deletes very many keeps the latest.
      if (noted.length > REMEMBERED) noted.shift()
    },

    async find(collection, key) {
      const [entry] = await log.latest(1, { kind: DELETION, simulator: collection, operation: key })
      return entry && Number(entry.json)
    },

    unitEnded(stored) {
      if (noted.length === 0) return undefined
      const ended = stored ? noted : []
      noted = []
      const entries = ended.map(({ collection, key, exchange }) => ({
        turn: turn(),
        labels: { kind: DELETION, simulator: collection, operation: key },
        json: String(exchange),
      }))
      // The documents are deleted already.
      return ifReachable(log.append(entries))
    },

    clear() {
      noted = []
    },
  }
}
