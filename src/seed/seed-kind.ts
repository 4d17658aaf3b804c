/** What of a simulator's state seed data can hold: the types of a definition's `seed`. */
import type { ArgumentsOf, ParameterSchemas } from '../simulator/parameters.ts'
import type { SeedPath } from './mistakes.ts'

/**
 * One list of a simulator's section, such as its bundles. `C` is the context of the simulator.
 *
 * A schema with `x-refers-to: 'people'` takes a text that names a person: the `ref` of an entry, the name of a documented
 * one, or a number in any form. `plant` gets the number.
 */
export interface SeedKind<P = ParameterSchemas, C = unknown> {
  about: string
  /** JSON Schemas of an entry's members by name, as those of a scenario's parameters. */
  schema: P
  /** Stores one entry as the simulator itself would have come to it. @throws UsageError if it cannot be. */
  plant(entry: ArgumentsOf<P>, context: SeedContext<C>): Promise<void>
  /** Runs when everything of the simulator is planted. */
  finish?(context: SeedContext<C>): Promise<void>
  /** The entries from which `plant` makes the present state. Members with the value of their default may be left out. */
  export(context: C): Promise<readonly object[]>
  /** What `export` cannot express, such as "2 people of the sandbox". */
  omitted?(context: C): Promise<readonly string[]>
}

/** Kinds by name. A simulator loads its file of them when somebody has seed data, or asks for it. */
export type SeedKinds = Readonly<Record<string, SeedKind>>

/** The context of a simulator while something is planted: no webhook message is sent. */
export type SeedContext<C = unknown> = C & {
  /**
   * Runs work as if it took place at an earlier instant: what it stores has that time, and what it waits for falls due after
   * it. Without an instant it takes place now. @throws UsageError if the instant is none, or is not over yet.
   */
  at<R>(instant: string | undefined, work: () => Promise<R>): Promise<R>
  /** Checks a value as the body of an operation. @throws UsageError that says what is wrong. */
  checkBody(operation: string, body: unknown): Promise<void>
  /** Says that a member of the entry is wrong. */
  refuse(member: string | SeedPath, sentence: string): never
}
