/** The JSON Schema of an entry, and the values in an entry with their schemas. */
import type { ValidateFunction } from 'ajv'
import { createDateTimeFormat } from '../contract/date-time.ts'
import type { ParameterSchema, ParameterSchemas } from '../simulator/parameters.ts'
import { createCompiler } from '../simulator/schema-compiler.ts'
import type { SeedPath } from './mistakes.ts'

type Json = Record<string, unknown>

/** Names the population to whose records a text refers. */
export const REFERS_TO = 'x-refers-to'
/** Whether there must be such a record. */
export const MUST_EXIST = 'x-must-exist'

export function entrySchema(members: ParameterSchemas): Json {
  const required = Object.keys(members).filter((name) => isRequired(members[name] as ParameterSchema))
  return {
    type: 'object',
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    properties: Object.fromEntries(
      Object.entries(members).map(([name, { optional, ...schema }]) => [name, schema]),
    ),
  }
}

const isRequired = (schema: ParameterSchema) => schema.default === undefined && schema.optional !== true

/** Compiling costs a hundred times as much as checking, and the schemas are the same in every harness. */
const compiled = new WeakMap<ParameterSchemas, ValidateFunction>()

const compile = createCompiler({ allErrors: true, verbose: true, useDefaults: true }, (ajv) => {
  ajv.addFormat('uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  ajv.addFormat('date-time', createDateTimeFormat())
})

/** Fills in the defaults of what it checks. */
export function validatorOf(members: ParameterSchemas): ValidateFunction {
  const known = compiled.get(members)
  if (known) return known
  const validate = compile(entrySchema(members))
  compiled.set(members, validate)
  return validate
}

/** A copy of an entry, in which a function has replaced each text and number that a schema describes. */
export function mapEntry(members: ParameterSchemas, entry: unknown, replace: Replace): unknown {
  return mapValue({ type: 'object', properties: members }, entry, [], replace)
}

export type Replace = (value: string | number, schema: Json, path: SeedPath) => unknown

function mapValue(schema: Json, value: unknown, path: SeedPath, replace: Replace): unknown {
  if (typeof value === 'string' || typeof value === 'number') {
    return replace(value, alternativeFor(schema, value), path)
  }
  const { properties = {}, items } = alternativeFor(schema, value) as { properties?: Json; items?: Json }
  if (Array.isArray(value)) {
    return value.map((item, index) => mapValue(items ?? {}, item, [...path, index], replace))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      mapValue(
        Object.hasOwn(properties, name) ? (properties[name] as Json) : {},
        member,
        [...path, name],
        replace,
      ),
    ]),
  )
}

/** Of several schemas, the one for this type of value. */
function alternativeFor(schema: Json, value: unknown): Json {
  const { anyOf } = schema as { anyOf?: Json[] }
  if (!anyOf) return schema
  const wanted = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'string' : typeof value
  return anyOf.find(({ type }) => type === wanted) ?? schema
}
