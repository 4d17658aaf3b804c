/** Plants seed data in a harness: one unit of work, in which everything is stored or nothing. */
import { UsageError } from '../control/usage-error.ts'
import type { FaultDeclaration, Faults } from '../faults/faults.ts'
import { type Clock, parseInstant } from '../harness/clock.ts'
import type { UnitOfWork, UnitsOfWork } from '../harness/unit-of-work.ts'
import { explainFailure } from '../http/failure.ts'
import { overlayOf } from '../simulator/population.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Store } from '../store/store.ts'
import type { ReadEntry } from './check-entry.ts'
import { type SeedPath, SeedRefused, under } from './mistakes.ts'
import type { KeyedEntry } from './population-seed.ts'
import { type Plantable, type ReadSeed, readSeed } from './read-seed.ts'
import { type Referable, refuserAt } from './references.ts'
import type { SeedContext } from './seed-kind.ts'

export interface PlantDeps {
  store: Pick<Store, 'collection'>
  units: Pick<UnitsOfWork, 'clock'>
  faults: Pick<Faults, 'add'>
  running: ReadonlyMap<string, RunningSimulator>
  /** The same simulators without settings: seed data has the names and words of the code. */
  simulators: readonly Simulator[]
}

/**
 * Plants all parts of seed data.
 * @throws SeedRefused with what is wrong; the unit of work must then be undone.
 */
export async function plantSeed(
  parts: readonly unknown[],
  plantable: Plantable,
  unit: UnitOfWork,
  deps: PlantDeps,
): Promise<void> {
  const read = readSeed(parts, plantable)
  unit.silent = true
  try {
    await plantClients(read, deps)
    for (const [name, referable] of plantable.populations) {
      await plantPopulation(read.populations.get(name) ?? [], referable, unit, deps)
    }
    await plantKinds(read, plantable, unit, deps)
    for (const { entry, path } of read.faults) {
      await placed(path, () => deps.faults.add(entry as unknown as FaultDeclaration))
    }
  } finally {
    unit.silent = false
    // They are how the state came about, and nobody asked for them.
    unit.transitions.length = 0
  }
}

async function plantClients({ clients }: ReadSeed, { running }: PlantDeps): Promise<void> {
  for (const { simulator, entry } of clients) await running.get(simulator)?.auth.register(entry)
}

async function plantPopulation(
  entries: readonly (ReadEntry & { key: string })[],
  { population, seed }: Referable,
  unit: UnitOfWork,
  { store }: PlantDeps,
): Promise<void> {
  if (entries.length === 0) return
  const { byKey } = population.base()
  const keyed = entries.map(({ key, entry, path }): KeyedEntry => ({ key, entry, refuse: refuserAt(path) }))
  const overlay = store.collection<object>(`population:${population.name}`, overlayOf(population))
  for (const record of seed.read(keyed, { get: (key) => byKey.get(key), all: () => byKey.values() })) {
    await unit.giveWay()
    await overlay.put(record)
  }
}

async function plantKinds(
  read: ReadSeed,
  { simulators }: Plantable,
  unit: UnitOfWork,
  deps: PlantDeps,
): Promise<void> {
  for (const { simulator, kind, entry, path } of read.kinds) {
    await unit.giveWay()
    const context = seedContext(simulator, unit, deps)
    const plant = simulators.get(simulator)?.kinds[kind]?.plant
    await placed(path, async () => plant?.(entry, context))
  }
  for (const simulator of new Set(read.kinds.map((one) => one.simulator))) {
    const context = seedContext(simulator, unit, deps)
    for (const { finish } of Object.values(simulators.get(simulator)?.kinds ?? {})) await finish?.(context)
  }
}

/** Gives a mistake its place. */
async function placed(path: SeedPath, work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof SeedRefused) throw new SeedRefused(under(path, error.mistakes))
    if (error instanceof UsageError) throw new SeedRefused([{ path, sentence: error.message }])
    if (error instanceof RangeError) throw new SeedRefused([{ path, sentence: `${error.message}.` }])
    throw error
  }
}

function seedContext(name: string, unit: UnitOfWork, { running, simulators, units }: PlantDeps): SeedContext {
  const { context } = running.get(name) as RunningSimulator
  const simulator = simulators.find((one) => one.name === name) as Simulator
  const tools: SeedContext = {
    async at(instant, work) {
      const now = unit.at
      if (instant !== undefined) unit.at = earlier(instant, units.clock)
      try {
        return await work()
      } finally {
        unit.at = now
      }
    },
    checkBody: (operation, body) => checkBody(simulator, operation, body),
    refuse: refuserAt(),
  }
  return { ...context, ...tools }
}

function earlier(text: string, clock: Pick<Clock, 'now' | 'iso'>): number {
  const instant = parseInstant(text)
  if (instant === undefined)
    throw new UsageError(`"${text}" is no instant. Write it as 2026-01-01T00:00:00Z.`)
  if (instant <= clock.now()) return instant
  throw new UsageError(`${text} is later than ${clock.iso()}, when the clock starts.`)
}

async function checkBody({ contract, validator }: Simulator, id: string, body: unknown): Promise<void> {
  const operation = contract.operations.find((one) => one.id === id)
  if (!operation) throw new Error(`There is no operation "${id}".`)
  const bytes = Buffer.from(JSON.stringify(body))
  const request = {
    method: operation.method,
    path: operation.path,
    query: '',
    headers: { 'content-type': 'application/json' },
    body: bytes,
  }
  const checked = await validator.body(operation, request, { limit: bytes.byteLength })
  if ('failure' in checked)
    throw new UsageError(`This is no body of ${id}: ${explainFailure(checked.failure)}`)
}
