/** The store in memory, the default: plain frozen objects, which end with the process. */
import { createMemoryCollection, type MemoryCollection } from './memory-collection.ts'
import { createMemoryJobs } from './memory-jobs.ts'
import { createQueue } from './queue.ts'
import { compareTexts } from './sort-order.ts'
import { type Collection, type CollectionDefinition, ownTurn, type Store, type StoreDump } from './store.ts'
import { createUndoLog } from './undo-log.ts'

/** Opens an empty store. Its documents are frozen: changing one throws a TypeError, so make a copy. */
export function openMemoryStore(): Store {
  const undo = createUndoLog()
  const alone = createQueue()
  const collections = new Map<string, MemoryCollection<object>>()
  const jobs = createMemoryJobs(undo)
  let meta = new Map<string, string>()

  function collection<T extends object>(name: string, definition: CollectionDefinition<T>): Collection<T> {
    const known = collections.get(name) as MemoryCollection<T> | undefined
    if (known) return known.collection
    const made = createMemoryCollection(name, definition, undo)
    collections.set(name, made as unknown as MemoryCollection<object>)
    return made.collection
  }

  return {
    collection,
    jobs: jobs.queue,

    async getMeta(name) {
      return meta.get(name)
    },

    async setMeta(name, value) {
      const before = meta.get(name)
      undo.add(() => (before === undefined ? meta.delete(name) : meta.set(name, before)))
      meta.set(name, value)
    },

    transaction(work) {
      return alone(async () => {
        undo.begin()
        try {
          const result = await work()
          undo.commit()
          return result
        } catch (error) {
          undo.rollBack()
          throw error
        }
      })
    },

    async dump(giveWay = ownTurn) {
      const dumped: StoreDump['collections'] = {}
      for (const name of [...collections.keys()].sort()) {
        const rows = await collections.get(name)?.dump(giveWay)
        if (rows) dumped[name] = rows
      }
      const values = [...meta].sort(([left], [right]) => compareTexts(left, right))
      return { collections: dumped, jobs: await jobs.dump(giveWay), meta: Object.fromEntries(values) }
    },

    async load(dump, giveWay = ownTurn) {
      // Whoever reads meanwhile sees the old content, and then all of the new one.
      const loaded: (() => void)[] = []
      for (const [name, dumped] of Object.entries(dump.collections)) {
        const collection = collections.get(name)
        if (!collection) throw new Error(`Nothing here has the collection "${name}".`)
        loaded.push(await collection.load(dumped, giveWay))
      }
      loaded.push(await jobs.load(dump.jobs, giveWay))
      for (const { empty } of collections.values()) empty()
      for (const replace of loaded) replace()
      const before = meta
      undo.add(() => {
        meta = before
      })
      meta = new Map(Object.entries(dump.meta))
    },

    clear() {
      return alone(async () => {
        for (const made of collections.values()) made.clear()
        jobs.clear()
        meta = new Map()
      })
    },

    async close() {
      await alone(async () => undo.close())
    },
  }
}
