/**
 * What the store keeps of a harness besides documents: the seed, the number of random draws, the clock, and the number of
 * the last exchange. A restart continues from there.
 */
import type { Journal } from '../journal/journal.ts'
import type { Store } from '../store/store.ts'
import type { Clock, ClockAnchor } from './clock.ts'
import type { HarnessRandom } from './random.ts'

export interface HarnessMemory {
  /** Whether there is nothing to save. */
  isCurrent(): boolean
  /** Writes what has changed since the last call. Each unit of work calls it. */
  save(): Promise<void>
  /** Call it after the store was emptied: it holds nothing, like a new one. */
  clear(): void
  /** Call it after the store was loaded with a dump of another harness: the next `save` writes everything. */
  forget(): void
}

export interface Remembered {
  seed: number | undefined
  drawn: number
  exchanges: number
  clock: ClockAnchor | undefined
}

/** Exchange numbers are reserved in blocks, so that not every request writes. A restart leaves a gap. */
const EXCHANGES_RESERVED = 1_000

/** @returns what the store holds of an earlier run; nothing for a new store. */
export async function readHarnessMemory({ getMeta }: Pick<Store, 'getMeta'>): Promise<Remembered> {
  const [seed, clock] = [await getMeta('seed'), await getMeta('clock')]
  return {
    seed: seed === undefined ? undefined : Number(seed),
    drawn: Number((await getMeta('drawn')) ?? 0),
    exchanges: Number((await getMeta('exchanges')) ?? 0),
    clock: clock === undefined ? undefined : (JSON.parse(clock) as ClockAnchor),
  }
}

export interface HarnessMemoryDeps {
  store: Pick<Store, 'setMeta'>
  clock: Pick<Clock, 'revision' | 'anchor'>
  random: Pick<HarnessRandom, 'position'>
  journal: Pick<Journal, 'last'>
}

export function createHarnessMemory({ store, clock, random, journal }: HarnessMemoryDeps): HarnessMemory {
  /** What the store holds; for the clock, its revision. */
  let saved = { drawn: random.position(), clock: -1, exchanges: journal.last() }

  return {
    isCurrent: () =>
      random.position() === saved.drawn &&
      journal.last() <= saved.exchanges &&
      clock.revision() === saved.clock,

    async save() {
      if (random.position() !== saved.drawn) {
        saved = { ...saved, drawn: random.position() }
        await store.setMeta('drawn', String(saved.drawn))
      }
      if (journal.last() > saved.exchanges) {
        saved = { ...saved, exchanges: journal.last() + EXCHANGES_RESERVED }
        await store.setMeta('exchanges', String(saved.exchanges))
      }
      if (clock.revision() !== saved.clock) {
        saved = { ...saved, clock: clock.revision() }
        await store.setMeta('clock', JSON.stringify(clock.anchor()))
      }
    },

    clear() {
      saved = { drawn: 0, clock: -1, exchanges: 0 }
    },

    forget() {
      saved = { drawn: -1, clock: -1, exchanges: -1 }
    },
  }
}
