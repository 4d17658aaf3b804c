/** Values that a JSON Schema allows, drawn from a harness's random source. */
import type { Random } from '../../harness/random.ts'
import { type OpenApiDocument, resolve, type Schema, typesOf } from '../contract.ts'
import { textOf, type Words } from './text.ts'

type SchemaObject = Record<string, unknown>

export interface Draw {
  document: OpenApiDocument
  random: Random
  words: Words | undefined
  /** Whether examples, defaults and the first of several choices are taken; else all is drawn. */
  examples: boolean
}

interface Place {
  /** Of the nearest member with a name. */
  name: string
  /** References that lead here: one that comes again is a schema inside itself. */
  references: readonly string[]
  depth: number
}

/** Members that need not be there are left out below this. */
const DEEPEST = 6
const MOST_ITEMS = 2

/**
 * A value of a schema. It is not certain to be valid: what `not`, `if` or `uniqueItems` demand is not looked at, so
 * check it.
 */
export function drawValue(draw: Draw, schema: Schema, name = ''): unknown {
  return make(draw, schema, { name, references: [], depth: 0 })
}

/**
 * Names of the members that a schema has for an object, whichever of its choices is taken; undefined if it has none, or
 * takes any.
 */
export function membersOf(document: OpenApiDocument, schema: Schema): Set<string> | undefined {
  const names = new Set<string>()
  const seen = new Set<Schema>()
  let isOpen = false
  function add(part: Schema): void {
    if (typeof part !== 'object' || seen.has(part)) return
    seen.add(part)
    for (const name of Object.keys(part['properties'] ?? {})) names.add(name)
    if (part['additionalProperties']) isOpen = true
    if (typeof part['$ref'] === 'string')
      add(resolve(document, decodeURIComponent(part['$ref'].slice(1))).value)
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      for (const choice of (part[keyword] as Schema[] | undefined) ?? []) add(choice)
    }
  }
  add(schema)
  return isOpen || names.size === 0 ? undefined : names
}

function make(draw: Draw, written: Schema, place: Place): unknown {
  const { schema, references } = flatten(draw, written, place.references)
  const here = { ...place, references }
  if (schema['const'] !== undefined) return schema['const']
  if (draw.examples) {
    const known = exampleIn(schema)
    if (known !== undefined) return known
  }
  const values = schema['enum'] as unknown[] | undefined
  if (values && values.length > 0) return draw.examples ? values[0] : draw.random.pick(values as [unknown])
  const types = typesOf(schema)
  const type = types.find((each) => each !== 'null') ?? types[0] ?? impliedType(schema)
  switch (type) {
    case 'object':
      return objectOf(draw, schema, here)
    case 'array':
      return arrayOf(draw, schema, here)
    case 'integer':
    case 'number':
      return numberOf(schema, type, draw.random)
    case 'boolean':
      return draw.examples || draw.random.integer(0, 1) === 1
    case 'null':
      return null
    default:
      return textOf(schema, place.name, draw.random, draw.words) ?? ''
  }
}

/** What stands beside a schema as its value: `example` is of OpenAPI 3.0, `examples` of 3.1. */
function exampleIn(schema: SchemaObject): unknown {
  const { example, examples, default: fallback } = schema
  return example ?? (Array.isArray(examples) ? examples[0] : undefined) ?? fallback
}

function impliedType(schema: SchemaObject): string {
  if (schema['properties'] || schema['additionalProperties'] || schema['required']) return 'object'
  if (schema['items'] || schema['prefixItems']) return 'array'
  if (schema['minimum'] !== undefined || schema['maximum'] !== undefined) return 'number'
  return 'string'
}

/** References followed, `allOf` put together, and one of each choice taken. */
function flatten(
  draw: Draw,
  written: Schema,
  references: readonly string[],
): { schema: SchemaObject; references: readonly string[] } {
  if (typeof written === 'boolean') return { schema: {}, references }
  const { $ref, allOf, oneOf, anyOf, ...own } = written
  let passed = references
  const parts: SchemaObject[] = []
  const add = (part: Schema) => {
    const flat = flatten(draw, part, passed)
    passed = flat.references
    parts.push(flat.schema)
  }
  if (typeof $ref === 'string') {
    const again = passed.filter((reference) => reference === $ref).length
    // A schema whose parts are itself has no value; the check of the result says so.
    if (again < MOST_ITEMS) {
      passed = [...passed, $ref]
      add(resolve(draw.document, decodeURIComponent($ref.slice(1))).value)
    }
  }
  for (const part of (allOf as Schema[] | undefined) ?? []) add(part)
  for (const choices of [oneOf, anyOf]) {
    const choice = choose(draw, choices as Schema[] | undefined, passed)
    if (choice === undefined) continue
    add(choice)
    parts.push(discriminated(own, choice))
  }
  return { schema: [...parts, own].reduce(merge, {}), references: passed }
}

/** One that is not inside itself, if there is one, and not null. */
function choose(draw: Draw, choices: readonly Schema[] = [], references: readonly string[]) {
  const isNew = (choice: Schema) =>
    typeof choice !== 'object' || !references.includes(String(choice['$ref'] ?? ''))
  const isValue = (choice: Schema) => typesOf(choice).join() !== 'null'
  const fitting = choices.filter((choice) => isNew(choice) && isValue(choice))
  const left = fitting.length > 0 ? fitting : choices
  return draw.examples || left.length === 0 ? left[0] : draw.random.pick(left as [Schema])
}

/** The member that tells which of several schemas a value has. */
function discriminated(own: SchemaObject, choice: Schema): SchemaObject {
  const { propertyName, mapping = {} } =
    (own['discriminator'] as { propertyName?: string; mapping?: Record<string, string> } | undefined) ?? {}
  const reference = typeof choice === 'object' ? choice['$ref'] : undefined
  if (propertyName === undefined || typeof reference !== 'string') return {}
  const named = Object.entries(mapping).find(([, target]) => target === reference)?.[0]
  return { properties: { [propertyName]: { const: named ?? reference.split('/').at(-1) } } }
}

function merge(a: SchemaObject, b: SchemaObject): SchemaObject {
  const [left, right] = [a, b].map((each) => (each['properties'] ?? {}) as Record<string, Schema>)
  const properties: Record<string, Schema> = { ...left }
  for (const [name, schema] of Object.entries(right ?? {})) {
    const before = properties[name]
    properties[name] = before === undefined || before === true ? schema : { allOf: [before, schema] }
  }
  const required = [a, b].flatMap((each) => (each['required'] as string[] | undefined) ?? [])
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}

function objectOf(draw: Draw, schema: SchemaObject, place: Place): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>
  const required = new Set((schema['required'] as string[] | undefined) ?? [])
  const made: Record<string, unknown> = {}
  let free = ((schema['maxProperties'] as number | undefined) ?? Number.POSITIVE_INFINITY) - required.size
  for (const name of new Set([...Object.keys(properties), ...required])) {
    const member = properties[name] ?? true
    if (!required.has(name)) {
      if (free <= 0 || member === false || !isShown(member, place)) continue
      free -= 1
    }
    made[name] = make(draw, member, { ...place, name, depth: place.depth + 1 })
  }
  const least = (schema['minProperties'] as number | undefined) ?? 0
  const further = schema['additionalProperties'] as Schema | undefined
  for (let count = Object.keys(made).length; count < least && further !== false; count += 1) {
    const name = `key${count + 1}`
    made[name] = make(draw, further ?? { type: 'string' }, { ...place, name, depth: place.depth + 1 })
  }
  return made
}

/** Whether a member that need not be there is: not far down, and not inside itself. */
function isShown(member: Schema, { depth, references }: Place): boolean {
  if (depth >= DEEPEST) return false
  return typeof member !== 'object' || !references.includes(String(member['$ref'] ?? ''))
}

function arrayOf(draw: Draw, schema: SchemaObject, place: Place): unknown[] {
  const first = (schema['prefixItems'] as Schema[] | undefined) ?? []
  const items = (schema['items'] ?? true) as Schema
  const least = Math.max((schema['minItems'] as number | undefined) ?? 0, first.length)
  const most = (schema['maxItems'] as number | undefined) ?? MOST_ITEMS
  const wanted =
    items === false || !isShown(items, place) ? 0 : Math.min(most, draw.examples ? 1 : MOST_ITEMS)
  return Array.from({ length: Math.max(least, wanted) }, (_, index) =>
    make(draw, first[index] ?? items, { ...place, depth: place.depth + 1 }),
  )
}

const MOST = 10_000

function numberOf(schema: SchemaObject, type: string, random: Random): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<
    string,
    number
  >
  const step = multipleOf ?? (type === 'integer' ? 1 : 0.01)
  const from = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity)
  const to = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity)
  const least = Number.isFinite(from) ? from : Math.min(1, to - MOST * step)
  const most = Number.isFinite(to) ? to : least + MOST * step
  const steps = [Math.ceil(least / step), Math.floor(most / step)] as const
  const low = steps[0] * step === exclusiveMinimum ? steps[0] + 1 : steps[0]
  const high = steps[1] * step === exclusiveMaximum ? steps[1] - 1 : steps[1]
  if (high < low) return least
  const drawn = random.integer(low, Math.min(high, low + MOST))
  // Hundredths as decimals have them: 0.07, not 0.07000000000000001.
  return step < 1 ? Number((drawn * step).toFixed(10)) : drawn * step
}
