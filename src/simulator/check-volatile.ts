/** Checks that volatile places name members that the contract has. */
import type { Contract } from '../contract/contract.ts'
import type { Refuse } from './refuse.ts'
import type { SimulatorDefinition } from './simulator.ts'

type Json = Record<string, unknown>

/** @throws UsageError with the nearest name if a pointer or its operation names what the contract does not have. */
export function checkVolatile(
  { volatile = [] }: Pick<SimulatorDefinition, 'volatile'>,
  { document, operations }: Contract,
  refuse: Refuse,
): void {
  if (volatile.length === 0) return
  const ids = operations.map(({ id }) => id)
  /** Members that are still to be found, with the place that names each. */
  const wanted = new Map<string, string>()
  for (const place of volatile) {
    const [pointer = '', operation] = place.split('#').reverse()
    if (operation !== undefined && !ids.includes(operation)) {
      refuse(`volatile "${place}": there is no operation "${operation}".`, operation, ids)
    }
    for (const step of pointer.split('/')) if (step !== '' && !isAnything(step)) wanted.set(step, place)
  }
  // Most schemas are components: whoever starts a harness does not wait for the rest of the document to be read.
  for (const part of [document['components'], document]) {
    for (const name of membersOf(part)) {
      wanted.delete(name)
      if (wanted.size === 0) return
    }
  }
  const [[stray, place] = ['', '']] = wanted
  const members = [...new Set(membersOf(document))]
  refuse(`volatile "${place}": no schema of the contract has a member "${stray}".`, stray, members)
}

const isAnything = (step: string) => step === '*' || step === '**' || /^\d+$/.test(step)

/** Names of the members that schemas anywhere in a part of the document have. */
function* membersOf(part: unknown): Generator<string> {
  if (typeof part !== 'object' || part === null) return
  const { properties } = part as Json
  if (typeof properties === 'object' && properties !== null) yield* Object.keys(properties)
  for (const value of Object.values(part)) yield* membersOf(value)
}
