/**
 * A population: synthetic records that all harnesses share (people, organizations), and the changes of one harness, which
 * are in its own store. The base is read-only and loaded on first use, so a harness without changes costs nothing.
 */
import type { Clock } from '../harness/clock.ts'
import type { PopulationSeed } from '../seed/population-seed.ts'
import type { Collection, CollectionDefinition, Store } from '../store/store.ts'

/** When a change takes place. */
export type ChangeClock = Pick<Clock, 'iso' | 'today'>

export interface PopulationDefinition<R extends object, P> {
  /** Plural noun; the name under which simulators, control and reactions refer to it. */
  name: string
  /** The fixed base, loaded on first use and shared by all harnesses. */
  records: () => readonly R[]
  key: (record: R) => string
  /** Single-valued look-ups besides the key; `undefined` leaves a record out of that index. */
  indexes: Record<string, (record: R) => string | undefined>
  /** Applies a patch to a record; a pure function. */
  patch: (record: R, patch: P, clock: ChangeClock) => R
  /** What a change of a record makes of others; a pure function. It has no consequences of its own. */
  consequences?: (change: PopulationChange<R>, clock: ChangeClock) => readonly Consequence<R>[]
  /** JSON Schemas of a patch's members, by name; without them a patch can have any members. */
  patchSchemas?: Readonly<Record<string, Record<string, unknown>>>
  /** What seed data can say of its records. It is loaded when there is seed data. */
  seed?: () => Promise<{ seed: PopulationSeed<R> }>
}

/** A definition together with the look-up tables over its base. */
export interface Population<R extends object, P> extends PopulationDefinition<R, P> {
  base: () => Base<R>
}

interface Base<R> {
  byKey: ReadonlyMap<string, R>
  byIndex: ReadonlyMap<string, ReadonlyMap<string, readonly R[]>>
}

export interface PopulationChange<R> {
  before: R
  after: R
}

/** What a change makes of another record: the same record if that is nothing. */
export interface Consequence<R> {
  key: string
  change: (record: R) => R
}

/** A population as one harness sees it. */
export interface PopulationView<R extends object, P> {
  get(key: string): Promise<R | undefined>
  /** Every record whose index has this value, those of the base first. */
  find(index: string, value: string): Promise<R[]>
  /** Adds a record or replaces the one with its key, in this harness alone. To replace a record is to change it. */
  put(record: R): Promise<void>
  /** Applies a patch; `undefined` if there is no such record. */
  change(key: string, patch: P): Promise<PopulationChange<R> | undefined>
}

/** What a view needs to change records; without it, it can look and add. */
export interface PopulationChanges<R> {
  clock: ChangeClock
  /** Called for each changed record, once all of a change is stored. */
  changed: (change: PopulationChange<R>) => Promise<void>
}

export function definePopulation<R extends object, P>(
  definition: PopulationDefinition<R, P>,
): Population<R, P> {
  let base: Base<R> | undefined
  return {
    ...definition,
    base: () => {
      base ??= tabulate(definition)
      return base
    },
  }
}

function tabulate<R extends object, P>({ records, key, indexes }: PopulationDefinition<R, P>): Base<R> {
  const byKey = new Map<string, R>()
  const byIndex = new Map(Object.keys(indexes).map((name) => [name, new Map<string, R[]>()]))
  for (const record of records()) {
    byKey.set(key(record), record)
    for (const [name, read] of Object.entries(indexes)) {
      const value = read(record)
      if (value === undefined) continue
      const table = byIndex.get(name)
      const known = table?.get(value)
      if (known) known.push(record)
      else table?.set(value, [record])
    }
  }
  return { byKey, byIndex }
}

/** The collection in which a harness stores added and changed records. */
export function overlayOf<R extends object, P>(population: Population<R, P>): CollectionDefinition<R> {
  return { key: population.key, indexes: population.indexes }
}

export function viewPopulation<R extends object, P>(
  population: Population<R, P>,
  store: Pick<Store, 'collection'>,
  changes?: PopulationChanges<R>,
): PopulationView<R, P> {
  const overlay: Collection<R> = store.collection(`population:${population.name}`, overlayOf(population))

  async function get(key: string): Promise<R | undefined> {
    return (await overlay.get(key)) ?? population.base().byKey.get(key)
  }

  function changing(): PopulationChanges<R> {
    if (!changes) throw new Error(`This view of "${population.name}" cannot change records.`)
    return changes
  }

  /** Stores a change and its consequences, and then tells of all of them. */
  async function spread(change: PopulationChange<R>): Promise<void> {
    const { clock, changed } = changing()
    const all = [change]
    await overlay.put(change.after)
    for (const { key, change: become } of population.consequences?.(change, clock) ?? []) {
      const before = await get(key)
      const after = before && become(before)
      if (!before || !after || after === before) continue
      await overlay.put(after)
      all.push({ before, after })
    }
    for (const one of all) await changed(one)
  }

  return {
    get,

    async find(index, value) {
      const table = population.base().byIndex.get(index)
      if (!table) throw new Error(`The population "${population.name}" has no index "${index}".`)
      const changed = await overlay.page({ index, equals: value, limit: 1_000 })
      const found: R[] = []
      for (const record of table.get(value) ?? []) {
        if (!(await overlay.get(population.key(record)))) found.push(record)
      }
      return [...found, ...changed.rows.map((row) => row.doc)]
    },

    async put(record) {
      const before = await get(population.key(record))
      if (before) await spread({ before, after: record })
      else await overlay.put(record)
    },

    async change(key, patch) {
      const before = await get(key)
      if (!before) return undefined
      const change = { before, after: population.patch(before, patch, changing().clock) }
      await spread(change)
      return change
    },
  }
}
