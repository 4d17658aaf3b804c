/** Suggests names for one that does not exist. */

import { shownValue } from './shown-value.ts'
import { UsageError } from './usage-error.ts'

/** The error for a name that does not exist. It suggests the nearest names, or else lists all. */
export function unknownName(kind: string, wanted: unknown, known: readonly string[]): UsageError {
  const name = shownValue(wanted)
  const close = nearest(name, known)
  const shown = close.length > 0 ? `Nearest: ${close.join(', ')}.` : `There is ${known.join(', ') || 'none'}.`
  return new UsageError(`There is no ${kind} "${name}". ${shown}`, 404)
}

/** Characters beyond this are not compared, so that a huge text costs little. */
const LONGEST = 300

/** The most similar candidates, best first; those with too little in common are left out. */
export function nearest(text: string, candidates: readonly string[], most = 3): string[] {
  const sought = text.slice(0, LONGEST).toLowerCase()
  return [...new Set(candidates)]
    .map((candidate) => ({ candidate, likeness: likeness(sought, candidate.toLowerCase()) }))
    .filter(({ likeness }) => likeness > 0.3)
    .sort((a, b) => b.likeness - a.likeness || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/**
 * Dice's coefficient over pairs of neighbouring characters: 1 for equal texts, 0 for nothing in common. Swapped letters of a
 * short word leave no pair in common, so that the same letters in another order count nearly as much as equal texts.
 */
function likeness(a: string, b: string): number {
  if (a === b) return 1
  if (a.length === b.length && sorted(a) === sorted(b)) return 0.9
  const pairs = pairsOf(a)
  const total = pairs.length + Math.max(0, b.length - 1)
  if (total === 0) return 0
  const left = new Map<string, number>()
  for (const pair of pairs) left.set(pair, (left.get(pair) ?? 0) + 1)
  let shared = 0
  for (const pair of pairsOf(b)) {
    const count = left.get(pair) ?? 0
    if (count === 0) continue
    left.set(pair, count - 1)
    shared += 1
  }
  return (2 * shared) / total
}

const sorted = (text: string) => [...text].sort().join('')

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2))
}
