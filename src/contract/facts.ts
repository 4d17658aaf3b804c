/** The facts that a simulator rests on, with their evidence. */
import { readFileSync } from 'node:fs'
import type { Evidence } from './evidence.ts'

export interface Fact {
  id: string
  evidence: Evidence
  statement: string
  remark?: string
}

/** Reads a list of facts (`.json`), by their ids. */
export function readFacts(url: URL): Map<string, Fact> {
  const facts = JSON.parse(readFileSync(url, 'utf8')) as Fact[]
  return new Map(facts.map((fact) => [fact.id, fact]))
}
