/**
 * Checks the JSON Schemas of scenario and event parameters when they are defined. It does not use ajv, since loading ajv
 * would make every import slow; ajv compiles the schemas at their first use.
 */

import type { ParameterSchema } from './parameters.ts'
import type { Refuse } from './refuse.ts'

const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object', 'null']
const KEYWORDS = [
  ...['type', 'enum', 'const', 'default', 'optional', 'description', 'title', 'examples', '$comment'],
  ...['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'multipleOf'],
  ...['exclusiveMaximum', 'items', 'prefixItems', 'contains', 'minItems', 'maxItems', 'uniqueItems'],
  ...[
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'propertyNames',
    'minProperties',
  ],
  ...['maxProperties', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'deprecated', 'readOnly'],
]

/** @throws UsageError when a schema has an unknown keyword or type, a broken pattern or a default that does not fit. */
export function checkParameterSchemas(
  what: string,
  schemas: Readonly<Record<string, ParameterSchema>>,
  refuse: Refuse,
): void {
  for (const [name, schema] of Object.entries(schemas))
    checkSchema(`${what}, parameter "${name}"`, schema, refuse)
}

function checkSchema(what: string, schema: ParameterSchema, refuse: Refuse): void {
  if (typeof schema !== 'object' || schema === null) refuse(`${what}: a JSON Schema is an object.`)
  const stray = Object.keys(schema).find(
    (keyword) => !KEYWORDS.includes(keyword) && !keyword.startsWith('x-'),
  )
  if (stray !== undefined) refuse(`${what}: JSON Schema has no "${stray}".`, stray, KEYWORDS)
  const types = typesOf(schema)
  const unknown = types.find((type) => !TYPES.includes(type))
  if (unknown !== undefined) refuse(`${what}: JSON Schema has no type "${unknown}".`, unknown, TYPES)
  const { enum: values, pattern, items, optional } = schema
  if (values !== undefined && !(Array.isArray(values) && values.length > 0)) {
    refuse(`${what}: "enum" is a list with at least one value.`)
  }
  if (optional !== undefined && typeof optional !== 'boolean') refuse(`${what}: "optional" is true or false.`)
  if (pattern !== undefined && !isPattern(pattern)) refuse(`${what}: "pattern" is no regular expression.`)
  if (typeof items === 'object' && items !== null) checkSchema(`${what}, items`, { ...items }, refuse)
  const fallback = schema.default
  if (fallback === undefined) return
  if (types.length > 0 && !types.some((type) => isOfType(fallback, type))) {
    refuse(`${what}: its default is no ${types.join(' or ')}.`)
  }
  if (values && !values.includes(fallback)) {
    refuse(
      `${what}: its default "${String(fallback)}" is none of its values.`,
      String(fallback),
      values.map(String),
    )
  }
}

function typesOf({ type }: ParameterSchema): readonly string[] {
  if (type === undefined) return []
  return typeof type === 'string' ? [type] : type
}

function isPattern(pattern: unknown): boolean {
  try {
    return typeof pattern === 'string' && Boolean(new RegExp(pattern, 'u'))
  } catch {
    return false
  }
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type && value !== null && !Array.isArray(value)
}
