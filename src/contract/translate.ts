/**
 * Values between the names and words of the code and those that are served, if settings give them others. The served
 * document says in `x-tvilling-names` and `x-tvilling-words` which is which; without such marks a value stays as it is.
 */
import type { Contract } from './contract.ts'
import { pointerSteps, toPointer } from './json-pointer.ts'
import { createShapes, NAMES, type Shape, shapeAt, WORDS, type Word } from './shape.ts'

export interface Translation {
  /** A value as it is served, from one of the code. */
  serve(pointer: string, value: unknown): unknown
  /** A value of the code, from one as it is served. */
  take(pointer: string, value: unknown): unknown
  /** The place of a member as it is served, such as `barn.kön` for `child.gender`. */
  place(pointer: string, field: string): string
}

/** The translation between a contract and the code; undefined if they have the same names and words. */
export function createTranslation(
  { document }: Pick<Contract, 'document'>,
  shapes = createShapes(document),
): Translation | undefined {
  if (!hasMarks(document)) return undefined
  return {
    serve: (pointer, value) => translate(value, shapes.at(pointer), SERVE),
    take: (pointer, value) => translate(value, shapes.at(pointer), TAKE),
    place: (pointer, field) => along(field.split('.'), shapes.at(pointer), SERVE).join('.'),
  }
}

/** The names of the members on a way into a value. */
function along(steps: readonly string[], start: Shape, direction: Direction): string[] {
  let shape: Shape | undefined = start
  return steps.map((step) => {
    const named = shape ? direction.name(shape, step) : step
    shape = shape && shapeAt(shape, step, direction.served(step, named))
    return named
  })
}

function hasMarks(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (NAMES in value || WORDS in value) return true
  return Object.values(value).some(hasMarks)
}

/** Member that tells Pact's expected values (`expected.like(…)`) from others. */
const MATCHER = 'pact:matcher:type'

interface Direction {
  name(shape: Shape, name: string): string
  /** Finds the member's shape, which is under its served name. */
  served<V>(given: V, renamed: V): V
  word(shape: Shape, word: Word): Word
}

const TAKE: Direction = {
  name: (shape, name) => shape.names.get(name) ?? name,
  served: (given) => given,
  word(shape, word) {
    const own = shape.words.get(String(word))
    return typeof own === typeof word && own !== undefined ? own : word
  },
}

const SERVE: Direction = {
  name: servedName,
  served: (_, renamed) => renamed,
  word(shape, word) {
    const served = keyOf(shape.words, word) ?? word
    return typeof word === 'number' ? Number(served) : served
  },
}

function servedName(shape: Shape, name: string): string {
  return keyOf(shape.names, name) ?? name
}

function keyOf<V>(map: ReadonlyMap<string, V>, value: V): string | undefined {
  for (const [key, own] of map) if (own === value) return key
  return undefined
}

function translate(value: unknown, shape: Shape | undefined, direction: Direction): unknown {
  if (!shape) return value
  if (typeof value === 'string' && shape.target && value.startsWith('/')) {
    return toPointer(along(pointerSteps(value), shape.target, direction))
  }
  if (isWord(value)) return direction.word(shape, value)
  if (Array.isArray(value)) return value.map((item) => translate(item, shape.items, direction))
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value
  // An expected value of an example is about the value that it holds.
  if (MATCHER in value && 'value' in value) {
    return { ...value, value: translate(value.value, shape, direction) }
  }
  const chosen = choose(value, shape.choices, direction)
  return Object.fromEntries(
    Object.entries(value).map(([given, member]) => {
      const named = chosen && direction.name(chosen, given)
      const known = named !== undefined && chosen?.members.get(direction.served(given, named))
      if (known) return [named, translate(member, known, direction)]
      const name = direction.name(shape, given)
      const of = shape.members.get(direction.served(given, name)) ?? shape.others
      return [name, translate(member, of, direction)]
    }),
  )
}

/** The first choice that an object itself fits. If it fits several, what lies in its members decides. */
function choose(value: object, choices: readonly Shape[], direction: Direction): Shape | undefined {
  const possible = choices.filter((choice) => fits(value, choice, direction, itself))
  const [first, second] = possible
  if (!second) return first
  return possible.find((choice) => fits(value, choice, direction, fitsInside)) ?? first
}

type Fits = (value: object, shape: Shape, direction: Direction) => boolean

const itself: Fits = () => true

const fitsInside: Fits = (value, shape, direction) => {
  if (!Array.isArray(value)) return !isPlain(value) || fits(value, shape, direction, fitsInside)
  const { items } = shape
  return !items || value.every((item) => fitsValue(item, items, direction, fitsInside))
}

/** Whether an object can have a shape: it has the required members, and in lists of words their words. */
function fits(value: object, shape: Shape, direction: Direction, inside: Fits): boolean {
  const given = new Map(Object.entries(value).map(([name, member]) => [servedAs(name), member]))
  function servedAs(name: string): string {
    return direction.served(name, direction.name(shape, name))
  }
  return (
    (shape.types.size === 0 || shape.types.has('object')) &&
    [...shape.required].every((name) => given.has(name)) &&
    [...shape.members].every(([name, member]) => fitsValue(given.get(name), member, direction, inside))
  )
}

function fitsValue(value: unknown, shape: Shape, direction: Direction, inside: Fits): boolean {
  if (typeof value === 'object' && value !== null) return inside(value, shape, direction)
  if (!isWord(value) || !shape.values) return true
  return shape.values.includes(direction.served(value, direction.word(shape, value)))
}

const isWord = (value: unknown): value is Word => typeof value === 'string' || typeof value === 'number'

/** Files and bytes are no parts of a document. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
