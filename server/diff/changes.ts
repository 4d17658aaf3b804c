/** Collects the changes between two versions of a contract, each of them once. */
import type { Place } from './document.ts'

/**
 * `breaking`: a correct client may fail. `additive`: no correct client fails. `editorial`: nothing on the wire
 * changes.
 */
export type Severity = 'breaking' | 'additive' | 'editorial'

export interface Change {
  severity: Severity
  /** Operations or webhooks that it concerns, such as `GET /books`; empty if it concerns the whole document. */
  operations: string[]
  /** JSON Pointer into the new document, or into the old one if the part is gone. */
  pointer: string
  message: string
}

export interface Changes {
  add(severity: Severity, place: Place | string, message: string): void
  /** Changes that `work` adds concern this operation. */
  within<R>(operation: string, work: () => R): R
  /** Breaking ones first, otherwise in the order in which they were found. */
  list(): Change[]
}

const ORDER: readonly Severity[] = ['breaking', 'additive', 'editorial']

export function collectChanges(): Changes {
  const found = new Map<string, Change>()
  let current: string | undefined
  return {
    add(severity, place, message) {
      const pointer = typeof place === 'string' ? place : place.pointer
      const key = `${severity} ${pointer} ${message}`
      const known = found.get(key) ?? { severity, operations: [], pointer, message }
      found.set(key, known)
      if (current !== undefined && !known.operations.includes(current)) known.operations.push(current)
    },
    within(operation, work) {
      const outer = current
      current = operation
      try {
        return work()
      } finally {
        current = outer
      }
    },
    list: () => [...found.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity)),
  }
}
