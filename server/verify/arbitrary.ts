/** Arbitraries of fast-check for JSON Schemas: the keywords that requests of our contracts use. */
import type { Arbitrary } from 'fast-check'
import type { OpenApiDocument, Schema } from '../../src/contract/contract.ts'
import { listOf, resolveSchema, type SchemaObject } from './schema.ts'

type FastCheck = typeof import('fast-check')

/** Longer lists and texts find no more defects than these. */
const LONGEST_LIST = 5
const LONGEST_TEXT = 60
/** Characters that often break programs: quotes, markup, escapes, wide, combined and invisible characters. */
const LETTERS = [...'aZ09 -_.,:;/\\"\'<>&%{}[]åÖßł漢😀', 'e\u0301', '\u0000', '\n', '\t', '\u200b']
/** Nothing listens at this address, so that generated URLs reach nobody. */
const NOWHERE = 'http://127.0.0.1:9/'

export function arbitraryOf(fc: FastCheck, document: OpenApiDocument, written: Schema): Arbitrary<unknown> {
  const schema = resolveSchema(document, written)
  if (typeof schema === 'boolean') return fc.jsonValue({ maxDepth: 2 })
  if (schema['const'] !== undefined) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum'])
  const choices = (schema['oneOf'] ?? schema['anyOf']) as Schema[] | undefined
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(fc, document, choice)))
  const types = listOf(schema['type'])
  if (types.length === 0)
    return schema['properties'] ? objectOf(fc, document, schema) : fc.jsonValue({ maxDepth: 2 })
  return fc.oneof(...types.map((type) => ofType(fc, document, schema, type)))
}

function ofType(
  fc: FastCheck,
  document: OpenApiDocument,
  schema: SchemaObject,
  type: string,
): Arbitrary<unknown> {
  const { minimum, maximum, minItems = 0, maxItems = LONGEST_LIST } = schema as Record<string, number>
  switch (type) {
    case 'object':
      return objectOf(fc, document, schema)
    case 'array':
      return fc.array(arbitraryOf(fc, document, (schema['items'] as Schema | undefined) ?? true), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, LONGEST_LIST)),
      })
    case 'integer':
      return fc.integer({ min: minimum ?? -1_000, max: maximum ?? 1_000_000 })
    case 'number':
      return fc.double({ min: minimum ?? -1e6, max: maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return textOf(fc, schema)
  }
}

function objectOf(fc: FastCheck, document: OpenApiDocument, schema: SchemaObject): Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>)
  const model = properties
    .filter(([, property]) => property !== false)
    .map(([name, property]) => [name, arbitraryOf(fc, document, property)] as const)
  return fc.record(Object.fromEntries(model), {
    requiredKeys: listOf(schema['required']) as never[],
    noNullPrototype: true,
  })
}

function textOf(fc: FastCheck, schema: SchemaObject): Arbitrary<string> {
  const { format, pattern } = schema as { format?: string; pattern?: string }
  const { minLength = 0, maxLength = LONGEST_TEXT } = schema as Record<string, number>
  const day = fc
    .date({ min: new Date(0), max: new Date(Date.UTC(2099, 11, 31)), noInvalidDate: true })
    .map((date) => date.toISOString())
  switch (format) {
    case 'date':
      return day.map((text) => text.slice(0, 10))
    case 'date-time':
      return day
    case 'uuid':
      return fc.uuid()
    case 'email':
      return fc.emailAddress()
    case 'uri':
      return fc.stringMatching(/^[a-zA-Z0-9/._~%-]{0,20}$/).map((path) => `${NOWHERE}${path}`)
  }
  if (pattern) return patterned(fc, pattern)
  return fc.string({
    minLength,
    maxLength: Math.min(maxLength, LONGEST_TEXT),
    unit: fc.constantFrom(...LETTERS),
  })
}

/** fast-check has no look-ahead: texts that the look-ahead forbids are filtered out. */
function patterned(fc: FastCheck, pattern: string): Arbitrary<string> {
  const whole = new RegExp(pattern, 'u')
  const known = pattern
    .replace(/\(\?[!=][^)]*\)/g, '')
    .replaceAll('\\-', '-')
    .replace('_-', '\\-_')
  return fc.stringMatching(new RegExp(known === pattern ? pattern : known)).filter((text) => whole.test(text))
}
