/** Describes the present state of a harness as seed data. */
import { isDeepStrictEqual } from 'node:util'
import { deliveryStoreOf } from '../deliveries/delivery-store.ts'
import type { Faults } from '../faults/faults.ts'
import type { Clock } from '../harness/clock.ts'
import type { Client } from '../http/authorization.ts'
import type { ParameterSchemas } from '../simulator/parameters.ts'
import { overlayOf } from '../simulator/population.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { allRows } from '../store/all-rows.ts'
import type { Store } from '../store/store.ts'
import type { Plantable } from './read-seed.ts'
import type { ExportedSeed } from './seed-data.ts'

export interface ExportSeedDeps {
  store: Pick<Store, 'collection' | 'jobs'>
  clock: Pick<Clock, 'reading' | 'now'>
  faults: Pick<Faults, 'list'>
  running: ReadonlyMap<string, RunningSimulator>
}

/** Call it in a transaction. */
export async function exportSeed(plantable: Plantable, deps: ExportSeedDeps): Promise<ExportedSeed> {
  const { clock, running } = deps
  const { now, mode, factor } = clock.reading()
  const sections: Record<string, unknown> = {
    clock: mode === 'manual' ? { now, mode } : { now, mode, factor },
  }
  const omitted: string[] = []
  const clients = await exportClients(deps, omitted)
  if (Object.keys(clients).length > 0) sections['clients'] = clients
  for (const [name, { population, seed }] of plantable.populations) {
    const { byKey } = population.base()
    const records = await allRows(deps.store.collection<object>(`population:${name}`, overlayOf(population)))
    const sorted = records.toSorted((one, other) => (population.key(one) < population.key(other) ? -1 : 1))
    const entries = sorted.map((record) =>
      withoutDefaults(seed.write(record, byKey.get(population.key(record))), seed.schema),
    )
    if (entries.length > 0) sections[name] = entries
  }
  for (const [name, { kinds }] of plantable.simulators) {
    const { context } = running.get(name) as RunningSimulator
    const lists: Record<string, unknown> = {}
    for (const [kind, { schema, export: entriesOf, omitted: left }] of Object.entries(kinds)) {
      const entries = (await entriesOf(context)).map((entry) => withoutDefaults(entry, schema))
      if (entries.length > 0) lists[kind] = entries
      omitted.push(...((await left?.(context)) ?? []).map((what) => `${what} of ${name}`))
    }
    if (Object.keys(lists).length > 0) sections[name] = lists
  }
  const unsent = (await allRows(deliveryStoreOf(deps.store))).filter(
    ({ state }) => state === 'PENDING',
  ).length
  if (unsent > 0) omitted.push(`${unsent} webhook message${unsent > 1 ? 's' : ''} still to be sent`)
  const faults = exportFaults(deps)
  if (faults.length > 0) sections['faults'] = faults
  return { seedData: sections as ExportedSeed['seedData'], omitted }
}

/** The members of an entry in the order of its schema, without those that it may leave out. */
function withoutDefaults(entry: object, schema: ParameterSchemas): Record<string, unknown> {
  const known = Object.keys(schema).map((name) => [name, (entry as Record<string, unknown>)[name]] as const)
  const members = known.filter(
    ([name, value]) =>
      value !== undefined &&
      !(schema[name]?.default !== undefined && isDeepStrictEqual(schema[name]?.default, value)),
  )
  return structuredClone(Object.fromEntries(members))
}

async function exportClients(
  { running }: ExportSeedDeps,
  omitted: string[],
): Promise<Record<string, unknown[]>> {
  const clients: Record<string, unknown[]> = {}
  for (const [name, { auth }] of running) {
    const { registered, tokens } = await auth.contents()
    if (registered.length > 0) clients[name] = registered.map(clientEntry)
    if (tokens > 0) omitted.push(`${tokens} access token${tokens > 1 ? 's' : ''} of ${name}`)
  }
  return clients
}

function clientEntry({ id, secret, scopes, environment, attributes }: Client) {
  return { id, secret, scopes, environment: environment ?? null, attributes: attributes ?? null }
}

/** What is left of each fault. */
function exportFaults({ faults, clock }: ExportSeedDeps): object[] {
  return faults.list().map(({ id, matched, left, until, ...declaration }) => ({
    ...declaration,
    ...(left !== undefined && { times: left }),
    ...(until !== undefined && { for: `PT${(Date.parse(until) - clock.now()) / 1_000}S` }),
  }))
}
