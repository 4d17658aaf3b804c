/** Resets a harness, and takes and restores snapshots of its state. */
import { UsageError } from '../control/usage-error.ts'
import { deliveryStoreOf } from '../deliveries/delivery-store.ts'
import type { Lanes } from '../deliveries/lanes.ts'
import type { Faults } from '../faults/faults.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Journal } from '../journal/journal.ts'
import type { Store } from '../store/store.ts'
import type { Clock, ClockAnchor, Wall } from './clock.ts'
import type { HarnessMemory } from './harness-memory.ts'
import type { HarnessRandom } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import { checkSnapshot, type Snapshot } from './snapshot.ts'
import type { UnitsOfWork } from './unit-of-work.ts'
import type { Waiters } from './waiters.ts'

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
  memory: HarnessMemory
  random: HarnessRandom
  journal: Journal
  deletions: Deletions
  faults: Faults
  lanes: Pick<Lanes, 'forget'>
  waiters: Pick<Waiters, 'dismiss'>
  units: Pick<UnitsOfWork, 'run'>
  scheduler: Pick<Scheduler, 'wake'>
  /** Names of the simulators. */
  simulators: readonly string[]
  seed: number
  /** Where the clock starts after a reset. */
  start: () => ClockAnchor
}

export function createHarnessState(deps: HarnessStateDeps): HarnessState {
  const { clock, wall, store, memory, random, journal, deletions, faults, lanes, waiters, units } = deps

  /** Drops all work in progress, since it belongs to the old state. A reset does not wait for receivers. */
  function letGo(): void {
    lanes.forget()
    waiters.dismiss()
  }

  return {
    async reset() {
      letGo()
      await store.clear()
      memory.clear()
      journal.restart()
      deletions.clear()
      faults.restart(deps.seed)
      random.restart(deps.seed)
      clock.restart(deps.start())
      await units.run(async () => {})
    },

    snapshot: () =>
      store.transaction(async () => ({
        tvilling: 1,
        simulators: [...deps.simulators],
        seed: Number(random.seed()),
        clock: clock.reading(),
        drawn: random.position(),
        exchanges: journal.last(),
        faults: faults.keep(),
        store: await store.dump(),
      })),

    async restore(given) {
      const snapshot = checkSnapshot(given, deps.simulators)
      letGo()
      await units.run(async () => {
        await loadStore(store, snapshot)
        await store.setMeta('seed', String(snapshot.seed))
        faults.load(snapshot.faults, snapshot.seed)
        random.restart(snapshot.seed, snapshot.drawn)
        deletions.clear()
        const { mode, factor, now } = snapshot.clock
        clock.restart({ mode, factor, virtual: Date.parse(now), wall: wall.now() })
        journal.skipTo(snapshot.exchanges)
        memory.forget()
        journal.note({ kind: 'control', action: 'restore', input: [given] }, clock.now())
      })
      deps.scheduler.wake()
    },
  }
}

async function loadStore(store: Store, { store: dump }: Snapshot): Promise<void> {
  try {
    // A store loads only collections that it knows, and this one may not have been used yet.
    deliveryStoreOf(store)
    await store.load(dump)
  } catch (error) {
    throw new UsageError(`The snapshot is broken: ${(error as Error).message.replace(/\.$/, '')}.`)
  }
}
