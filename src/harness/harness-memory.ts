/**
 * What the store keeps of a harness besides documents: the seed, the number of random draws, the clock, the declared faults,
 * and the position of the journal. A restart continues from there, and so does every other process that shares the store.
 */
import type { Faults, KeptFaults } from '../faults/faults.ts'
import type { Journal } from '../journal/journal.ts'
import type { Store } from '../store/store.ts'
import type { Clock, ClockAnchor } from './clock.ts'
import type { HarnessRandom } from './random.ts'

export interface HarnessMemory {
  /** Whether there is nothing to save. */
  isCurrent(): boolean
  /** Whether the store holds nothing of a harness: it is new, or was emptied. */
  isNew(): Promise<boolean> | false
  /** Writes what has changed since the last call. Each unit of work calls it. */
  save(): Promise<void>
  /**
   * Takes over what another process has changed. Call it at the start of each transaction of a shared store.
   * @returns whether the harness was emptied or replaced since the last call.
   */
  refresh(): Promise<boolean>
  /** Call it after the store was emptied: it holds nothing, like a new one. */
  clear(): void
  /** Call it if the store may not hold what was saved: the next `save` writes everything. */
  forget(): void
  /** Call it after the content of the store was replaced here, in the same transaction. */
  replace(): void
}

export interface Remembered {
  seed: number | undefined
  drawn: number
  exchanges: number
  clock: ClockAnchor | undefined
  faults: KeptFaults | undefined
}

const NAMES = new Set(['seed', 'drawn', 'exchanges', 'turn', 'clock', 'faults'])

/** Whether a member of the store's `meta` is kept here. */
export const isHarnessMemory = (name: string) => NAMES.has(name)

/** Exchange numbers are reserved in blocks, so that not every request writes. A restart leaves a gap. */
const EXCHANGES_RESERVED = 1_000

/** @returns what the store holds of an earlier run; nothing for a new store. */
export async function readHarnessMemory({ getMeta }: Pick<Store, 'getMeta'>): Promise<Remembered> {
  const [seed, clock, faults] = [await getMeta('seed'), await getMeta('clock'), await getMeta('faults')]
  return {
    seed: seed === undefined ? undefined : Number(seed),
    drawn: Number((await getMeta('drawn')) ?? 0),
    exchanges: Number((await getMeta('exchanges')) ?? 0),
    clock: clock === undefined ? undefined : (JSON.parse(clock) as ClockAnchor),
    faults: faults === undefined ? undefined : (JSON.parse(faults) as KeptFaults),
  }
}

export interface HarnessMemoryDeps {
  store: Pick<Store, 'getMeta' | 'setMeta' | 'shared'>
  clock: Pick<Clock, 'revision' | 'anchor' | 'adopt' | 'isHeld' | 'release'>
  random: Pick<HarnessRandom, 'position' | 'restart'>
  journal: Pick<Journal, 'position' | 'continueAfter'>
  faults: Pick<Faults, 'keep' | 'load' | 'revision'>
  /** The seed of a harness whose store names none. */
  seed: number
  /** Whether this process moves the clock at the moment: no other one does. */
  ownsClock: () => boolean
  /** Goes back to the start, since the store is empty. */
  startAgain: () => void
}

/** The texts that the store holds. */
interface Known {
  epoch: number | undefined
  clock: string | undefined
  faults: string | undefined
}

export function createHarnessMemory(deps: HarnessMemoryDeps): HarnessMemory {
  const { store, clock, random, journal, faults, ownsClock, startAgain } = deps
  const { shared } = store
  /** What the store holds; for clock and faults, their revision. */
  let saved = {
    drawn: random.position(),
    clock: -1,
    faults: faults.revision(),
    exchanges: journal.position().exchange,
    turn: 0,
  }
  let known: Known = { epoch: undefined, clock: undefined, faults: undefined }

  /** Exact if others count as well, otherwise reserved. */
  const reached = (exchange: number) => (shared ? exchange === saved.exchanges : exchange <= saved.exchanges)
  const hasTurn = () => !shared || journal.position().turn === saved.turn

  /** The clock that another process stored, if it is another one than ours. */
  function adoptClock(text: string | undefined): void {
    if (ownsClock()) return
    if (text !== undefined && text !== known.clock) {
      clock.adopt(JSON.parse(text) as ClockAnchor)
      saved.clock = clock.revision()
      known.clock = text
    }
    // The process that advanced it has ended.
    if (clock.isHeld() && !shared?.isHeldByOther()) clock.release()
  }

  function adoptFaults(text: string | undefined, seed: number): void {
    if (text === undefined || text === known.faults) return
    faults.load(JSON.parse(text) as KeptFaults, seed)
    saved.faults = faults.revision()
    known.faults = text
  }

  function forget(): void {
    saved = { drawn: -1, clock: -1, faults: -1, exchanges: -1, turn: -1 }
    known = { ...known, clock: undefined, faults: undefined }
  }

  return {
    isCurrent: () =>
      random.position() === saved.drawn &&
      reached(journal.position().exchange) &&
      hasTurn() &&
      clock.revision() === saved.clock &&
      faults.revision() === saved.faults,

    isNew: () => saved.clock === -1 && store.getMeta('clock').then((clock) => clock === undefined),

    async save() {
      const { exchange, turn } = journal.position()
      if (random.position() !== saved.drawn) {
        saved.drawn = random.position()
        await store.setMeta('drawn', String(saved.drawn))
      }
      if (!reached(exchange)) {
        saved.exchanges = shared ? exchange : exchange + EXCHANGES_RESERVED
        await store.setMeta('exchanges', String(saved.exchanges))
      }
      if (!hasTurn()) {
        saved.turn = turn
        await store.setMeta('turn', String(turn))
      }
      if (faults.revision() !== saved.faults) {
        saved.faults = faults.revision()
        known.faults = JSON.stringify(faults.keep())
        await store.setMeta('faults', known.faults)
      }
      if (clock.revision() !== saved.clock) {
        saved.clock = clock.revision()
        known.clock = JSON.stringify(clock.anchor())
        await store.setMeta('clock', known.clock)
      }
    },

    async refresh() {
      if (!shared) return false
      const epoch = shared.epoch()
      const replaced = known.epoch !== undefined && known.epoch !== epoch
      known.epoch = epoch
      if (replaced) startAgain()
      const text = await store.getMeta('clock')
      if (replaced || text === undefined) {
        // What the store does not hold, such as faults, is as at the start.
        forget()
        saved.faults = faults.revision()
      }
      // Nobody has stored anything yet.
      if (text === undefined) return replaced
      const seed = Number((await store.getMeta('seed')) ?? deps.seed)
      saved.drawn = Number((await store.getMeta('drawn')) ?? 0)
      random.restart(seed, saved.drawn)
      saved.exchanges = Number((await store.getMeta('exchanges')) ?? 0)
      saved.turn = Number((await store.getMeta('turn')) ?? 0)
      journal.continueAfter({ exchange: saved.exchanges, turn: saved.turn })
      adoptClock(text)
      adoptFaults(await store.getMeta('faults'), seed)
      return replaced
    },

    clear() {
      saved = { drawn: 0, clock: -1, faults: faults.revision(), exchanges: 0, turn: 0 }
    },

    forget,

    replace() {
      forget()
      if (shared) known.epoch = shared.epoch()
    },
  }
}
