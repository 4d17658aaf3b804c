/** The names by which entries of seed data refer to records: of the data itself, of documented records, and numbers. */
import { nearest } from '../control/nearest.ts'
import type { ParameterSchemas } from '../simulator/parameters.ts'
import type { Population } from '../simulator/population.ts'
import type { ReadEntry } from './check-entry.ts'
import { MUST_EXIST, mapEntry, REFERS_TO } from './entry-schema.ts'
import { type SeedMistake, type SeedPath, SeedRefused, under } from './mistakes.ts'
import type { PopulationSeed, RefuseMember } from './population-seed.ts'

/** A population to whose records entries refer. */
export interface Referable {
  population: Population<object, unknown>
  seed: PopulationSeed<object>
}

export interface References {
  /** Finds the keys of a population's entries, and takes note of their names. */
  register(
    population: string,
    entries: readonly ReadEntry[],
    mistakes: SeedMistake[],
  ): (ReadEntry & { key: string })[]
  /** The entry with keys in place of names. */
  resolve(schema: ParameterSchemas, read: ReadEntry, mistakes: SeedMistake[]): Record<string, unknown>
}

/** Runs work that refuses members; what it refuses is added to the mistakes. */
function collecting<R>(
  path: SeedPath,
  mistakes: SeedMistake[],
  work: (refuse: RefuseMember) => R,
): R | undefined {
  try {
    return work(refuserAt())
  } catch (error) {
    if (!(error instanceof SeedRefused)) throw error
    mistakes.push(...under(path, error.mistakes))
    return undefined
  }
}

/** Refuses a member of an entry; who calls it knows which entry. */
export function refuserAt(path: SeedPath = []): RefuseMember {
  return (member, sentence) => {
    const steps = typeof member === 'string' ? [member] : member
    throw new SeedRefused([{ path: [...path, ...steps], sentence }])
  }
}

const HAS_LETTER = /\p{L}/u

export function createReferences(populations: ReadonlyMap<string, Referable>): References {
  /** Keys by name, by population: those of documented records, then those of the data. */
  const documented = new Map<string, ReadonlyMap<string, string>>()
  const own = new Map<string, Map<string, string>>()
  /** Names of entries that have mistakes themselves: who refers to them is not blamed. */
  const broken = new Set<string>()
  const added = new Map<string, Set<string>>()

  function documentedIn(population: string): ReadonlyMap<string, string> {
    const known = documented.get(population)
    if (known) return known
    const names = new Map(populations.get(population)?.seed.names())
    documented.set(population, names)
    return names
  }

  function existing(population: string, text: string): string {
    const key = keyFor(population, text)
    if (broken.has(key)) return key
    if (added.get(population)?.has(key) || populations.get(population)?.population.base().byKey.has(key))
      return key
    throw new SeedRefused([{ path: [], sentence: `Nobody in ${population} has the number ${key}.` }])
  }

  function keyFor(population: string, text: string): string {
    const { population: of, seed } = populations.get(population) as Referable
    const known = own.get(population)?.get(text) ?? documentedIn(population).get(text)
    if (known !== undefined) return known
    const key = seed.keyOf(text)
    if (key !== undefined) {
      const refusal = of.base().byKey.has(key) ? undefined : seed.refusal(key)
      if (refusal !== undefined) throw new SeedRefused([{ path: [], sentence: refusal }])
      return key
    }
    if (broken.has(text)) return text
    // Digits that are no number may be meant: a wrong check digit is a case to test.
    if (!HAS_LETTER.test(text)) return text
    const names = [...(own.get(population)?.keys() ?? []), ...documentedIn(population).keys()]
    const near = nearest(text, names, 1)
    const hint = near.length > 0 ? ` Nearest: ${near[0]}.` : ''
    const sentence = `Nobody in ${population} is called "${text}".${hint}`
    throw new SeedRefused([{ path: [], sentence }])
  }

  return {
    register(population, entries, mistakes) {
      const { population: of, seed } = populations.get(population) as Referable
      const names = new Map<string, string>()
      own.set(population, names)
      const keys = new Set<string>()
      added.set(population, keys)
      const registered: (ReadEntry & { key: string })[] = []
      const taken = (key: string) => keys.has(key) || of.base().byKey.has(key)
      for (const { entry, path } of entries) {
        collecting(path, mistakes, (refuse) => {
          const { ref, ...rest } = entry
          if (typeof ref === 'string') broken.add(ref)
          const key = seed.keyFor(rest, refuse, taken)
          if (keys.has(key)) refuse([], `${key} is given twice.`)
          const refusal = of.base().byKey.has(key) ? undefined : seed.refusal(key)
          if (refusal !== undefined) refuse(seed.keyMember, refusal)
          keys.add(key)
          registered.push({ entry: rest, path, key })
          if (typeof ref !== 'string') return
          if (names.has(ref)) refuse('ref', `Two entries are called "${ref}".`)
          if (documentedIn(population).has(ref)) refuse('ref', `A documented record is called "${ref}".`)
          names.set(ref, key)
          broken.delete(ref)
        })
      }
      return registered
    },

    resolve(schema, { entry, path }, mistakes) {
      const resolved = mapEntry(schema, entry, (value, of, steps) => {
        const population = of[REFERS_TO]
        if (typeof population !== 'string' || !populations.has(population)) return value
        const find = of[MUST_EXIST] === true ? existing : keyFor
        return collecting([...path, ...steps], mistakes, () => find(population, String(value))) ?? value
      })
      return resolved as Record<string, unknown>
    },
  }
}
