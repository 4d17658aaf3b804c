/** Reads seed data: checks every entry and resolves the names in it. Nothing is stored here. */
import { isFactor, parseInstant } from '../harness/clock.ts'
import type { Client } from '../http/authorization.ts'
import type { ParameterSchemas } from '../simulator/parameters.ts'
import { checkEntry, type ReadEntry, wordUnknown } from './check-entry.ts'
import { type SeedMistake, type SeedPath, SeedRefused, under } from './mistakes.ts'
import type { PopulationSeed } from './population-seed.ts'
import { createReferences, type Referable } from './references.ts'
import type { SeedClient, SeedClock } from './seed-data.ts'
import type { SeedKinds } from './seed-kind.ts'

/** What can be planted in a harness. */
export interface Plantable {
  populations: ReadonlyMap<string, Referable>
  /** Of each simulator that can be seeded, and its ready-made clients. */
  simulators: ReadonlyMap<string, { kinds: SeedKinds; clients: readonly Client[] }>
}

export interface ReadSeed {
  clients: (ReadEntry<Client> & { simulator: string })[]
  populations: ReadonlyMap<string, (ReadEntry & { key: string })[]>
  /** In the order of the simulators' definitions. */
  kinds: (ReadEntry & { simulator: string; kind: string })[]
  faults: ReadEntry[]
}

type Sections = Record<string, unknown>

const OWN = ['$schema', 'clock', 'clients', 'faults']

const CLIENT: ParameterSchemas = {
  id: { type: 'string', minLength: 1, description: 'id of the OAuth client' },
  secret: {
    type: 'string',
    minLength: 1,
    optional: true,
    description: 'its secret; the id if it is left out',
  },
  scopes: { type: 'array', items: { type: 'string' }, optional: true },
  environment: { type: ['string', 'null'], optional: true, description: 'the only one in which it works' },
  attributes: { type: ['object', 'null'], optional: true, description: 'rights besides the scopes' },
}

const CLOCK: ParameterSchemas = {
  now: { type: 'string', format: 'date-time', optional: true, description: 'where it starts' },
  mode: { enum: ['manual', 'real'], optional: true },
  factor: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000, optional: true },
}

/** For the schema that is published. */
export const ownSchemas = { client: CLIENT, clock: CLOCK }

const isMap = (value: unknown): value is Sections =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The clock of seed data. @throws SeedRefused if it is wrong. */
export function readSeedClock(parts: readonly unknown[]): SeedClock {
  let read: SeedClock = {}
  let first: number | undefined
  for (const [part, sections] of parts.entries()) {
    if (!isMap(sections) || sections['clock'] === undefined) continue
    const path = [part, 'clock']
    const refuse = (sentence: string): never => {
      throw new SeedRefused([{ path, sentence }])
    }
    if (first !== undefined) refuse('The clock is given twice.')
    first = part
    const given = sections['clock']
    const checked = checkEntry(CLOCK, typeof given === 'string' ? { now: given } : given)
    if ('mistakes' in checked) throw new SeedRefused(under(path, checked.mistakes))
    read = checked.entry
    const { now, factor } = read
    if (now !== undefined && parseInstant(now) === undefined) refuse(`${now} is no instant.`)
    if (factor !== undefined && !isFactor(factor)) refuse(`${factor} is no factor.`)
  }
  return read
}

/** @throws SeedRefused with everything that is wrong. */
export function readSeed(parts: readonly unknown[], plantable: Plantable): ReadSeed {
  const { populations, simulators } = plantable
  const mistakes: SeedMistake[] = []
  const lists = listsOf(parts, plantable, mistakes)
  const references = createReferences(populations)

  /** The entries of some lists, as far as they have no mistake. */
  function checked(among: readonly List[], schema: ParameterSchemas): ReadEntry[] {
    const entries: ReadEntry[] = []
    for (const { items, path } of among) {
      for (const [index, item] of items.entries()) {
        const at = [...path, index]
        const result = isMap(item)
          ? checkEntry(schema, item)
          : { mistakes: [{ path: [], sentence: 'An entry is a map with members.' }] }
        if ('entry' in result) entries.push({ entry: result.entry, path: at })
        else mistakes.push(...under(at, result.mistakes))
      }
    }
    return entries
  }

  const named = (...steps: string[]) => lists.filter(({ name }) => name.join('/') === steps.join('/'))
  const readPopulations = new Map<string, (ReadEntry & { key: string })[]>()
  for (const [name, { seed }] of populations) {
    const entries = checked(named(name), schemaOfRecord(seed))
    readPopulations.set(name, references.register(name, entries, mistakes))
  }
  for (const [name, { seed }] of populations) {
    for (const read of readPopulations.get(name) ?? []) {
      read.entry = references.resolve(seed.schema, read, mistakes)
    }
  }
  const clients: ReadSeed['clients'] = []
  const kinds: ReadSeed['kinds'] = []
  for (const [simulator, { kinds: known, clients: ready }] of simulators) {
    const ids = new Set<unknown>()
    for (const { entry, path } of checked(named('clients', simulator), CLIENT)) {
      if (ids.has(entry['id']))
        mistakes.push({ path, sentence: `The client "${entry['id']}" is given twice.` })
      ids.add(entry['id'])
      clients.push({ simulator, entry: clientFrom(entry as unknown as SeedClient, ready[0]), path })
    }
    for (const [kind, { schema }] of Object.entries(known)) {
      for (const read of checked(named(simulator, kind), schema)) {
        kinds.push({ simulator, kind, path: read.path, entry: references.resolve(schema, read, mistakes) })
      }
    }
  }
  const faults = named('faults').flatMap(({ items, path }) =>
    items.map((entry, index) => ({ entry: entry as Record<string, unknown>, path: [...path, index] })),
  )
  if (mistakes.length > 0) throw new SeedRefused(mistakes)
  return { clients, populations: readPopulations, kinds, faults }
}

/** A list of entries, by the names of its section. */
interface List {
  name: string[]
  items: readonly unknown[]
  path: SeedPath
}

function listsOf(parts: readonly unknown[], plantable: Plantable, mistakes: SeedMistake[]): List[] {
  const { populations, simulators } = plantable
  const lists: List[] = []
  const names = [...OWN, ...populations.keys(), ...simulators.keys()]

  function list(name: string[], items: unknown, path: SeedPath): void {
    if (Array.isArray(items)) lists.push({ name, items, path })
    // A section of which YAML has the name alone.
    else if (items !== null) mistakes.push({ path, sentence: `"${name.at(-1)}" is a list of entries.` })
  }

  /** The members of a map whose names are known. */
  function members(
    value: unknown,
    path: SeedPath,
    kind: string,
    known: readonly string[],
  ): [string, unknown][] {
    if (value === null) return []
    if (!isMap(value)) {
      mistakes.push({ path, sentence: `Here is a map of ${kind}s by their names.` })
      return []
    }
    return Object.entries(value).filter(([name]) => {
      if (known.includes(name)) return true
      mistakes.push({ path: [...path, name], atName: true, sentence: wordUnknown(kind, name, known) })
      return false
    })
  }

  for (const [part, sections] of parts.entries()) {
    for (const [name, section] of members(sections, [part], 'section', names)) {
      const path = [part, name]
      if (name === '$schema' || name === 'clock') continue
      if (name === 'faults' || populations.has(name)) list([name], section, path)
      else if (name === 'clients') {
        for (const [simulator, items] of members(section, path, 'simulator', [...simulators.keys()])) {
          list([name, simulator], items, [...path, simulator])
        }
      } else {
        const kinds = Object.keys(simulators.get(name)?.kinds ?? {})
        for (const [kind, items] of members(section, path, 'list', kinds)) {
          list([name, kind], items, [...path, kind])
        }
      }
    }
  }
  return lists
}

const REF: ParameterSchemas = {
  ref: {
    type: 'string',
    pattern: '\\p{L}',
    optional: true,
    description: 'name by which other entries refer to this one; it is not stored',
  },
}

const withRef = new WeakMap<ParameterSchemas, ParameterSchemas>()

/** The schema of a record's entry: the same object each time, since it is compiled once. */
export function schemaOfRecord({ schema }: Pick<PopulationSeed<object>, 'schema'>): ParameterSchemas {
  const whole = withRef.get(schema) ?? { ...REF, ...schema }
  withRef.set(schema, whole)
  return whole
}

function clientFrom({ id, ...given }: SeedClient, like: Client | undefined): Client {
  const environment = given.environment === undefined ? like?.environment : given.environment
  const attributes = given.attributes === undefined ? like?.attributes : given.attributes
  return {
    id,
    secret: given.secret ?? id,
    scopes: given.scopes ?? like?.scopes ?? [],
    ...(environment != null && { environment }),
    ...(attributes != null && { attributes }),
  }
}
