/** Resets a harness, and takes and restores snapshots of its state. */
import { UsageError } from '../control/usage-error.ts'
import { deliveryStoreOf } from '../deliveries/delivery-store.ts'
import type { Faults } from '../faults/faults.ts'
import type { Journal } from '../journal/journal.ts'
import type { GiveWay, Store, StoreDump } from '../store/store.ts'
import { type Clock, createGiveWay, type Wall } from './clock.ts'
import { type HarnessMemory, isHarnessMemory } from './harness-memory.ts'
import type { HarnessRandom } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { checkSnapshot, lengthOf, type Snapshot } from './snapshot.ts'
import type { UnitsOfWork } from './unit-of-work.ts'

export interface HarnessState {
  /** Empties everything and goes back to the start. */
  reset(): Promise<void>
  snapshot(): Promise<Snapshot>
  /** @throws UsageError if it is not a snapshot, if it is broken, or if it has other simulators. */
  restore(given: unknown): Promise<void>
}

export interface HarnessStateDeps {
  clock: Clock
  wall: Wall
  store: Store
  memory: Pick<HarnessMemory, 'clear' | 'replace'>
  random: HarnessRandom
  journal: Journal
  faults: Faults
  units: Pick<UnitsOfWork, 'run' | 'look'>
  scheduler: Pick<Scheduler, 'wake'>
  /** Names of the simulators. */
  simulators: readonly string[]
  /** Drops all work in progress, since it belongs to the old state. */
  letGo: () => void
  /** Clock, random numbers, faults and journal go back to their start. */
  startAgain: () => void
}

/** The longest snapshot that the journal keeps, in characters: it would hold a longer one until the harness ends. */
const LONGEST_NOTED = 16 * 1024 * 1024

export function createHarnessState(deps: HarnessStateDeps): HarnessState {
  const { clock, wall, store, memory, random, journal, faults, units, letGo, startAgain } = deps

  return {
    async reset() {
      // It does not wait for receivers.
      letGo()
      await store.clear()
      startAgain()
      memory.clear()
      await units.run(async () => {})
    },

    snapshot: () =>
      units.look(async () => ({
        tvilling: 1,
        simulators: [...deps.simulators],
        seed: Number(random.seed()),
        clock: clock.reading(),
        drawn: random.position(),
        exchanges: journal.position().exchange,
        faults: faults.keep(),
        store: withoutMemory(await store.dump(createGiveWay())),
      })),

    async restore(given) {
      const giveWay = createGiveWay()
      const snapshot = await checkSnapshot(given, deps.simulators, giveWay)
      const length = await lengthOf(snapshot, LONGEST_NOTED, giveWay)
      await units.run(async (unit) => {
        await loadStore(store, snapshot, unit.giveWay)
        await store.setMeta('seed', String(snapshot.seed))
        faults.load(snapshot.faults, snapshot.seed)
        letGo()
        random.restart(snapshot.seed, snapshot.drawn)
        const { mode, factor, now } = snapshot.clock
        clock.restart({ mode, factor, virtual: Date.parse(now), wall: wall.now() })
        const { exchange, turn } = journal.position()
        journal.continueAfter({ exchange: Math.max(exchange, snapshot.exchanges), turn })
        memory.replace()
        const input = length === undefined ? [] : [given]
        journal.note({ kind: 'control', action: 'restore', input }, clock.now(), length)
        if (length === undefined)
          journal.spoil(`A snapshot of more than ${LONGEST_NOTED} bytes was restored.`)
      })
      deps.scheduler.wake()
    },
  }
}

/** What the store keeps of the harness itself has its own place in a snapshot. */
function withoutMemory(dump: StoreDump): StoreDump {
  const others = Object.entries(dump.meta).filter(([name]) => !isHarnessMemory(name))
  return { ...dump, meta: Object.fromEntries(others) }
}

async function loadStore(store: Store, { store: dump }: Snapshot, giveWay: GiveWay): Promise<void> {
  try {
    // A store loads only collections that it knows, and this one may not have been used yet.
    deliveryStoreOf(store)
    await store.load(dump, giveWay)
  } catch (error) {
    throw new UsageError(`The snapshot is broken: ${(error as Error).message.replace(/\.$/, '')}.`)
  }
}
