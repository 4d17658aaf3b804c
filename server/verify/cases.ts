/** Negative cases: valid values, each changed in one way that the schema forbids. */
import type { OpenApiDocument, Parameter, Schema } from '../../src/contract/contract.ts'
import { listOf, resolveSchema, type SchemaObject } from './schema.ts'

/** Kinds of violations, as a report words them. */
export const BREAKAGES = {
  missing: 'a required member is missing',
  type: 'a member is of the wrong type, or null',
  range: 'a member is too short, too long, too small or too large',
  choice: 'a member has none of its values',
  form: 'a member does not have its form',
} as const

export type BreakageKind = keyof typeof BREAKAGES

export interface Breakage {
  kind: BreakageKind
  /** The place, with dots; empty for the whole value. */
  at: string
  value: unknown
}

/** All ways to break a valid value by its schema. Another branch of the schema may still allow some of them. */
export function breakagesOf(document: OpenApiDocument, schema: Schema, good: unknown): Breakage[] {
  return [...walk(document, schema, good, '', (value) => value)]
}

function* walk(
  document: OpenApiDocument,
  written: Schema,
  good: unknown,
  at: string,
  place: (value: unknown) => unknown,
): Generator<Breakage> {
  const schema = resolveSchema(document, written)
  if (typeof schema === 'boolean') return
  for (const { kind, value } of wrongValues(schema)) yield { kind, at, value: place(value) }
  if (Array.isArray(good)) yield* walkList(document, schema, good, at, place)
  else if (typeof good === 'object' && good !== null) {
    yield* walkObject(document, schema, good as SchemaObject, at, place)
  }
}

function* walkObject(
  document: OpenApiDocument,
  schema: SchemaObject,
  good: SchemaObject,
  at: string,
  place: (value: unknown) => unknown,
): Generator<Breakage> {
  for (const name of listOf(schema['required'])) {
    const { [name]: _, ...rest } = good
    yield { kind: 'missing', at: join(at, name), value: place(rest) }
  }
  const properties = (schema['properties'] as Record<string, Schema> | undefined) ?? {}
  for (const [name, property] of Object.entries(properties)) {
    yield* walk(document, property, good[name], join(at, name), (value) => place({ ...good, [name]: value }))
  }
}

function* walkList(
  document: OpenApiDocument,
  schema: SchemaObject,
  good: unknown[],
  at: string,
  place: (value: unknown) => unknown,
): Generator<Breakage> {
  const { minItems, maxItems, items } = schema as { minItems?: number; maxItems?: number; items?: Schema }
  const [first, ...rest] = good
  if (minItems) yield { kind: 'range', at, value: place(good.slice(0, minItems - 1)) }
  if (maxItems) yield { kind: 'range', at, value: place(Array(maxItems + 1).fill(first)) }
  if (first !== undefined && items !== undefined) {
    yield* walk(document, items, first, join(at, '0'), (value) => place([value, ...rest]))
  }
}

const join = (at: string, name: string) => (at === '' ? name : `${at}.${name}`)

interface Wrong {
  kind: BreakageKind
  value: unknown
}

const OF_EVERY_TYPE: readonly [string, unknown][] = [
  ['integer', 7],
  ['string', 'text'],
  ['boolean', true],
  ['object', {}],
  ['array', []],
]

function* wrongValues(schema: SchemaObject): Generator<Wrong> {
  const types = listOf(schema['type'])
  if (types.length > 0) {
    const takes = (type: string) => types.includes(type) || (type === 'integer' && types.includes('number'))
    const [other] = OF_EVERY_TYPE.filter(([type]) => !takes(type))
    if (other) yield { kind: 'type', value: other[1] }
    if (!takes('null')) yield { kind: 'type', value: null }
    if (takes('integer') && !types.includes('number')) yield { kind: 'type', value: 1.5 }
  }
  if (schema['enum'] !== undefined || schema['const'] !== undefined) {
    yield { kind: 'choice', value: types.includes('integer') ? 987_654_321 : 'NO_SUCH_VALUE' }
  }
  if (types.includes('string')) yield* wrongTexts(schema)
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number }
  if (minimum !== undefined) yield { kind: 'range', value: minimum - 1 }
  if (maximum !== undefined) yield { kind: 'range', value: maximum + 1 }
}

const OF_NO_FORM = ['', '!', '_', ' ', 'x', '0', '9999999999999', '**']

function* wrongTexts(schema: SchemaObject): Generator<{ kind: BreakageKind; value: string }> {
  const { minLength, maxLength, pattern, format } = schema as Record<string, never>
  if (minLength) yield { kind: 'range', value: 'a'.repeat(minLength - 1) }
  if (maxLength) yield { kind: 'range', value: 'a'.repeat(maxLength + 1) }
  if (pattern) {
    const wrong = OF_NO_FORM.filter((text) => !new RegExp(pattern, 'u').test(text)).slice(0, 3)
    yield* wrong.map((value) => ({ kind: 'form' as const, value }))
  }
  if (format && format !== 'binary') yield { kind: 'form', value: `no ${String(format)}` }
}

/** Texts that a parameter's schema forbids. A parameter is always text, and not empty in a path. */
export function wrongParameters(document: OpenApiDocument, { schema, in: where }: Parameter): string[] {
  const resolved = resolveSchema(document, schema.value)
  if (typeof resolved === 'boolean') return []
  const type = String(resolved['type'])
  const texts: string[] = []
  if (type === 'integer' || type === 'number')
    texts.push('many', '1e2', ...(type === 'integer' ? ['1.5'] : []))
  if (type === 'boolean') texts.push('yes')
  for (const { kind, value } of wrongValues(resolved)) {
    if (kind !== 'type') texts.push(String(value))
  }
  const sendable = (text: string) => (where === 'query' ? true : text.trim() === text && text !== '')
  return [...new Set(texts)].filter(sendable)
}
