/** What can be planted in a harness with these simulators. It is loaded when somebody has seed data, or asks for it. */
import type { Client } from '../http/authorization.ts'
import type { Population } from '../simulator/population.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Plantable } from './read-seed.ts'
import type { Referable } from './references.ts'
import type { SeedKinds } from './seed-kind.ts'

export async function plantableOf(simulators: readonly Simulator[]): Promise<Plantable> {
  const populations = new Map<string, Referable>()
  const seeded = new Map<string, { kinds: SeedKinds; clients: readonly Client[] }>()
  for (const { name, definition } of simulators) {
    for (const population of Object.values(definition.populations ?? {})) {
      if (!population.seed || populations.has(population.name)) continue
      const { seed } = await population.seed()
      populations.set(population.name, { population: population as Population<object, unknown>, seed })
    }
    const { seed: kinds = {} } = (await definition.seed?.()) ?? {}
    seeded.set(name, { kinds, clients: definition.clients ?? [] })
  }
  return { populations, simulators: seeded }
}
