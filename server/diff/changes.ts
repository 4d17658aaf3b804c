/** Changes between two versions of a contract, collected and told once. */
import type { Place } from './document.ts'

/**
 * `breaking`: a client that was right may fail. `additive`: no client that was right fails. `editorial`: nothing
 * that goes over the wire has changed.
 */
export type Severity = 'breaking' | 'additive' | 'editorial'

export interface Change {
  severity: Severity
  /** The operations or webhooks that it reaches, such as `GET /books`; none when it concerns the document. */
  operations: string[]
  /** RFC 6901, into the new document, or into the old one for what is gone. */
  pointer: string
  message: string
}

export interface Changes {
  add(severity: Severity, place: Place | string, message: string): void
  /** Changes that are added while it works concern this operation. */
  within<R>(operation: string, work: () => R): R
  /** Breaking ones first, each in the order in which it was found. */
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
