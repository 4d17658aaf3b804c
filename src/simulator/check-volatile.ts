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
  const members = membersOf(document)
  const ids = operations.map(({ id }) => id)
  for (const place of volatile) {
    const [pointer = '', operation] = place.split('#').reverse()
    if (operation !== undefined && !ids.includes(operation)) {
      refuse(`volatile "${place}": there is no operation "${operation}".`, operation, ids)
    }
    const stray = pointer.split('/').find((step) => step !== '' && !isAnything(step) && !members.has(step))
    if (stray === undefined) continue
    refuse(`volatile "${place}": no schema of the contract has a member "${stray}".`, stray, [...members])
  }
}

const isAnything = (step: string) => step === '*' || step === '**' || /^\d+$/.test(step)

/** Names of the members of all schemas in a document. */
function membersOf(part: unknown, found = new Set<string>()): Set<string> {
  if (typeof part !== 'object' || part === null) return found
  const { properties } = part as Json
  if (typeof properties === 'object' && properties !== null) {
    for (const name of Object.keys(properties)) found.add(name)
  }
  for (const value of Object.values(part)) membersOf(value, found)
  return found
}
