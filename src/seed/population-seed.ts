/** What of a population seed data can hold. */
import type { ParameterSchemas } from '../simulator/parameters.ts'
import type { SeedPath } from './mistakes.ts'

export interface PopulationSeed<R extends object> {
  about: string
  /** JSON Schemas of an entry's members by name. Every entry has a `ref` besides, by which other entries name it. */
  schema: ParameterSchemas
  /** The member of an entry that has its key. */
  keyMember: string
  /** Documented names with their keys, by which entries can refer to records as well. Perhaps nobody has such a key. */
  names(): Iterable<readonly [name: string, key: string]>
  /** The key that a text stands for, in any of the forms in which it is written; undefined if it is none. */
  keyOf(text: string): string | undefined
  /** Why nobody may have this key in a test; undefined if somebody may. */
  refusal(key: string): string | undefined
  /**
   * The key of an entry.
   * @param taken whether another entry or record has it, if the entry leaves it to us.
   */
  keyFor(entry: Members, refuse: RefuseMember, taken: (key: string) => boolean): string
  /** The records to store. References in the entries are keys already. */
  read(entries: readonly KeyedEntry[], register: Register<R>): readonly R[]
  /** The entry of which `read` makes this record, where the register has `base`. */
  write(record: R, base: R | undefined): Members
}

export type Members = Readonly<Record<string, unknown>>

/** Says that a member of an entry is wrong. */
export type RefuseMember = (member: string | SeedPath, sentence: string) => never

export interface KeyedEntry {
  key: string
  entry: Members
  refuse: RefuseMember
}

/** The records that are there without seed data. */
export interface Register<R> {
  get(key: string): R | undefined
  all(): Iterable<R>
}
