/** The seed data of a harness: planted where nothing is stored yet, and written from what is. */
import { UsageError } from '../control/usage-error.ts'
import type { Faults } from '../faults/faults.ts'
import type { Clock } from '../harness/clock.ts'
import type { HarnessRandom } from '../harness/random.ts'
import type { UnitOfWork, UnitsOfWork } from '../harness/unit-of-work.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Store } from '../store/store.ts'
import type { Plantable } from './read-seed.ts'
import type { ExportedSeed } from './seed-data.ts'

export interface HarnessSeed {
  /** Plants the seed data in an empty harness. @throws SeedRefused if something is wrong. */
  plant(unit: UnitOfWork): Promise<void>
  /** The present state as seed data. */
  export(): Promise<ExportedSeed>
  /** From the next plant on, this is planted. */
  replace(parts: readonly unknown[]): void
  /** What is planted. */
  parts(): readonly unknown[]
}

export interface HarnessSeedDeps {
  store: Pick<Store, 'collection' | 'jobs'>
  clock: Pick<Clock, 'reading' | 'now'>
  random: Pick<HarnessRandom, 'restart'>
  faults: Pick<Faults, 'add' | 'list' | 'restart'>
  units: Pick<UnitsOfWork, 'clock' | 'look'>
  running: ReadonlyMap<string, RunningSimulator>
  simulators: readonly Simulator[]
  /** The seed of everything random. */
  seed: number
}

/** Seed data as a list of its parts. @throws UsageError if it is none. */
export function partsOf(seedData: unknown): readonly unknown[] {
  if (seedData === undefined) return []
  const parts = Array.isArray(seedData) ? seedData : [seedData]
  if (parts.every((part) => typeof part === 'object' && part !== null)) return structuredClone(parts)
  throw new UsageError('Seed data is a map of sections, or a list of such maps.')
}

export function createHarnessSeed(given: readonly unknown[], deps: HarnessSeedDeps): HarnessSeed {
  const { units, faults, random, seed, simulators } = deps
  let parts = given
  let plantable: Promise<Plantable> | undefined

  /** Loaded late: most harnesses have no seed data. */
  function loaded(): Promise<Plantable> {
    plantable ??= import('./plantable.ts').then(({ plantableOf }) => plantableOf(simulators))
    return plantable
  }

  return {
    async plant(unit) {
      if (parts.length === 0) return
      const { plantSeed } = await import('./plant.ts')
      // A unit of work may be tried again.
      random.restart(seed)
      faults.restart(seed)
      await plantSeed(parts, await loaded(), unit, deps)
    },

    async export() {
      const { exportSeed } = await import('./export-seed.ts')
      const known = await loaded()
      return units.look(() => exportSeed(known, deps))
    },

    replace(next) {
      parts = next
    },

    parts: () => parts,
  }
}
