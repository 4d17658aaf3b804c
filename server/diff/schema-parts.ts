/** Parts of schemas: which of two versions correspond, and what a keyword says as a whole. */
import { canonical, isObject, type Json, member, members, type Place } from './document.ts'

/** Keywords that describe and do not restrict. */
export const ANNOTATIONS = [
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  '$comment',
  'externalDocs',
]

interface Pairs {
  pairs: [Place, Place][]
  gone: Place[]
  added: Place[]
}

/**
 * Finds out which parts of two lists (`allOf`, `oneOf`, `anyOf`) correspond: first by the place that they refer to,
 * then by equal content, then by title or fixed property. What is left is paired in order if both sides have as
 * many left.
 */
export function pairUp(before: Place | undefined, after: Place | undefined): Pairs {
  let gone = members(before).map(([, place]) => place)
  let added = members(after).map(([, place]) => place)
  const pairs: [Place, Place][] = []
  const identities = [
    ({ pointer }: Place) => (pointer.startsWith('/components/') ? pointer : undefined),
    ({ value }: Place) => canonical(value),
    ({ value }: Place) => distinction(value),
  ]
  for (const identity of identities) {
    for (const was of [...gone]) {
      const known = identity(was)
      const is = known === undefined ? undefined : added.find((candidate) => identity(candidate) === known)
      if (!is) continue
      pairs.push([was, is])
      gone = gone.filter((place) => place !== was)
      added = added.filter((place) => place !== is)
    }
  }
  if (gone.length === added.length) {
    pairs.push(...gone.map((was, index): [Place, Place] => [was, added[index] as Place]))
    return { pairs, gone: [], added: [] }
  }
  return { pairs, gone, added }
}

/** Its title, or else its properties with one fixed value, such as the type of an event. */
function distinction(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  if (typeof value['title'] === 'string') return value['title']
  const fixed = Object.entries((value['properties'] as Json | undefined) ?? {}).filter(
    ([, property]) => isObject(property) && Object.hasOwn(property, 'const'),
  )
  return fixed.length > 0
    ? canonical(fixed.map(([name, property]) => [name, (property as Json)['const']]))
    : undefined
}

/** The value of a keyword with all references followed; a recursive one ends with its pointer. */
export function deepValue(place: Place, keyword: string): unknown {
  const inside = new Set<string>()
  function expand(at: Place): unknown {
    if (typeof at.value !== 'object' || at.value === null) return at.value
    if (inside.has(at.pointer)) return at.pointer
    inside.add(at.pointer)
    const list = members(at)
      .filter(([name]) => !ANNOTATIONS.includes(name) && !name.startsWith('x-'))
      .map(([name, part]) => [name, expand(part)] as const)
    inside.delete(at.pointer)
    return Array.isArray(at.value) ? list.map(([, part]) => part) : Object.fromEntries(list)
  }
  const start = member(place, keyword)
  return start && expand(start)
}
