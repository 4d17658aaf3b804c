/** The facts that a simulator rests on, with their evidence. */
import { readFileSync } from 'node:fs'
import type { Evidence } from './evidence.ts'

export interface Fact {
  id: string
  evidence: Evidence
  statement: string
  remark?: string
  /** Where the provider's document says it; a fact that is `seed` has one. */
  source?: FactSource
}

export interface FactSource {
  /** The API whose document it is, if it is another one's. */
  of?: string
  /** Lines of the document as text, such as `12-14, 20`. */
  lines: string
  /** Words and names that stand there. */
  words: readonly string[]
}

/** Reads a list of facts (`.json`), by their ids. */
export function readFacts(url: URL): Map<string, Fact> {
  const facts = JSON.parse(readFileSync(url, 'utf8')) as Fact[]
  return new Map(facts.map((fact) => [fact.id, fact]))
}
