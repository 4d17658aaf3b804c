/**
 * What a schema says of a value as a tree: members, items, types, and what each part rests on. References are followed and
 * the parts of a composition are put together, so that one walk along a value and its shape finds everything.
 */
import { type OpenApiDocument, resolve } from './contract.ts'
import { escapePointer, valueAt } from './json-pointer.ts'

/** A value of an `enum` or a `const`; a code may be a number. */
export type Word = string | number

export interface Shape {
  /** The types that it may have; empty if it may have any. */
  readonly types: ReadonlySet<string>
  /** Its `format`, such as `date-time`; a composition may have several. */
  readonly formats: ReadonlySet<string>
  /** The values that it may have, if the schema lists them. */
  readonly values: readonly unknown[] | undefined
  /** Its `x-evidence`, or else that of what holds it. */
  readonly evidence: string | undefined
  /** Members that an object must always have. */
  readonly required: ReadonlySet<string>
  /** What it rests on that a member is required, where that is not what the member rests on. */
  readonly requiredEvidence: ReadonlyMap<string, string>
  readonly members: ReadonlyMap<string, Shape>
  readonly items: Shape | undefined
  /** Members that have no name in the schema. */
  readonly others: Shape | undefined
  /** Names of the code for members that are served under other names. */
  readonly names: ReadonlyMap<string, string>
  /** Words of the code for values that are served as other words. */
  readonly words: ReadonlyMap<string, Word>
  /** What it points into, if it is a JSON Pointer whose steps are names of the contract. */
  readonly target: Shape | undefined
  /** The shapes of which it may have one, besides being all of them put together. */
  readonly choices: readonly Shape[]
}

/** Says of members by name what it rests on that they are required, beside `required`. */
export const REQUIRED_EVIDENCE = 'x-required-evidence'

/** Marks in a served document: what is served under which name, and which word. */
export const NAMES = 'x-tvilling-names'
export const WORDS = 'x-tvilling-words'
/** Keyword of a text that is a JSON Pointer: the schema into which it points, as a local reference. */
const POINTS_INTO = 'x-points-into'

/** All names under which a document serves a member, by its name in the code. */
export function servedNames(part: unknown, found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  if (typeof part !== 'object' || part === null) return found
  for (const [key, member] of Object.entries(part)) {
    if (key !== NAMES) servedNames(member, found)
    else {
      for (const [served, own] of Object.entries(member as Record<string, string>)) {
        found.set(own, (found.get(own) ?? new Set()).add(served))
      }
    }
  }
  return found
}

type Json = Record<string, unknown>

interface OpenShape {
  types: Set<string>
  formats: Set<string>
  values: unknown[] | undefined
  evidence: string | undefined
  required: Set<string>
  requiredEvidence: Map<string, string>
  members: Map<string, Shape>
  items: Shape | undefined
  others: Shape | undefined
  names: Map<string, string>
  words: Map<string, Word>
  target: Shape | undefined
  choices: Shape[]
}

export interface Shapes {
  /** The shape of the schema at a pointer. @param holder the evidence of what holds it. */
  at(pointer: string, holder?: string): Shape
}

/** Shapes of a document, made on first use. A schema that contains itself has a shape that contains itself. */
export function createShapes(document: OpenApiDocument): Shapes {
  const made = new Map<string, Shape>()

  function at(pointer: string, holder?: string): Shape {
    const id = `${pointer} ${holder ?? ''}`
    const known = made.get(id)
    if (known) return known
    const shape: OpenShape = {
      types: new Set(),
      formats: new Set(),
      values: undefined,
      evidence: holder,
      required: new Set(),
      requiredEvidence: new Map(),
      members: new Map(),
      items: undefined,
      others: undefined,
      names: new Map(),
      words: new Map(),
      target: undefined,
      choices: [],
    }
    made.set(id, shape)
    add(shape, pointer, true, new Set())
    return shape
  }

  /**
   * Adds what the schema at a pointer says, and what the schemas say that it is composed of. Members are required only by
   * schemas that always apply.
   */
  function add(shape: OpenShape, pointer: string, always: boolean, seen: Set<string>): void {
    if (seen.has(pointer)) return
    seen.add(pointer)
    const schema = schemaAt(document, pointer)
    if (!schema) return
    // What stands beside a reference is nearer than what it refers to.
    const own = schema['x-evidence'] as string | undefined
    const nearest = own ?? shape.evidence
    if (own !== undefined) shape.evidence = own
    if (typeof schema['$ref'] === 'string') {
      add(shape, resolve(document, pointer).pointer, always, seen)
      if (own !== undefined) shape.evidence = own
    }
    for (const type of [schema['type'] ?? []].flat()) shape.types.add(String(type))
    if (typeof schema['format'] === 'string') shape.formats.add(schema['format'])
    if (Array.isArray(schema['enum'])) shape.values = [...(shape.values ?? []), ...schema['enum']]
    if ('const' in schema) shape.values = [...(shape.values ?? []), schema['const']]
    if (always && Array.isArray(schema['required'])) {
      for (const name of schema['required']) shape.required.add(String(name))
    }
    addEntries(shape.requiredEvidence, schema[REQUIRED_EVIDENCE])
    addEntries(shape.names, schema[NAMES])
    addEntries(shape.words, schema[WORDS])
    const target = schema[POINTS_INTO]
    if (typeof target === 'string') shape.target ??= at(target.replace(/^#/, ''))
    const holder = own ?? nearest ?? shape.evidence
    for (const [name, member] of Object.entries((schema['properties'] as Json | undefined) ?? {})) {
      if (typeof member === 'boolean') continue
      const made = at(`${pointer}/properties/${escapePointer(name)}`, shape.evidence ?? holder)
      if (!shape.members.has(name)) shape.members.set(name, made)
    }
    if (isSchema(schema['items'])) shape.items ??= at(`${pointer}/items`, shape.evidence)
    if (isSchema(schema['additionalProperties'])) {
      shape.others ??= at(`${pointer}/additionalProperties`, shape.evidence)
    }
    for (const part of partsOf(schema, pointer)) {
      if (CHOICE.test(part.slice(pointer.length))) shape.choices.push(at(part, nearest))
      add(shape, part, always && part.startsWith(`${pointer}/allOf/`), seen)
    }
  }

  return { at }
}

const CHOICE = /^\/(?:oneOf|anyOf)\//

function addEntries<V>(map: Map<string, V>, entries: unknown): void {
  for (const [served, own] of Object.entries((entries as Record<string, V> | undefined) ?? {})) {
    map.set(served, own)
  }
}

const isSchema = (value: unknown): value is Json => typeof value === 'object' && value !== null

function schemaAt(document: OpenApiDocument, pointer: string): Json | undefined {
  const value = valueAt(document, pointer)
  return isSchema(value) ? value : undefined
}

/** Pointers of the schemas that apply to the same value. */
function partsOf(schema: Json, pointer: string): string[] {
  const parts: string[] = []
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const list = schema[keyword]
    if (Array.isArray(list)) parts.push(...list.map((_, index) => `${pointer}/${keyword}/${index}`))
  }
  for (const keyword of ['if', 'then', 'else']) {
    if (isSchema(schema[keyword])) parts.push(`${pointer}/${keyword}`)
  }
  const dependent = schema['dependentSchemas']
  if (isSchema(dependent)) {
    parts.push(...Object.keys(dependent).map((name) => `${pointer}/dependentSchemas/${escapePointer(name)}`))
  }
  return parts
}

/** The shape of an item, or of a member with a name; undefined if the path leaves the shape. */
export function shapeAt(shape: Shape, step: string | number, member = String(step)): Shape | undefined {
  return isIndex(step) && shape.items ? shape.items : (shape.members.get(member) ?? shape.others)
}

/** The shape of the part of a value to which a path leads; the last known one where the path leaves the shape. */
export function shapeAlong(shape: Shape, path: readonly (string | number)[]): Shape {
  let last = shape
  for (const step of path) {
    const next = shapeAt(last, step)
    if (!next) return last
    last = next
  }
  return last
}

const isIndex = (step: string | number) => typeof step === 'number' || /^\d+$/.test(step)
