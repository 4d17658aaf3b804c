/** Schemas of a contract's document, as somebody needs them who makes values from them. */
import type { Content, OpenApiDocument, Schema } from '../../src/contract/contract.ts'
import type { Validator } from '../../src/contract/validator.ts'

export type SchemaObject = Record<string, unknown>

/** A schema with its references followed, and its parts (`allOf`) put together. */
export function resolveSchema(document: OpenApiDocument, schema: Schema | undefined): SchemaObject | boolean {
  if (schema === undefined || typeof schema === 'boolean') return schema ?? true
  const { $ref, allOf, ...own } = schema
  const parts = [
    ...(typeof $ref === 'string' ? [lookUp(document, $ref)] : []),
    ...((allOf as Schema[] | undefined) ?? []),
  ].map((part) => resolveSchema(document, part))
  return [...parts, own].reduce<SchemaObject>(
    (whole, part) => (typeof part === 'boolean' ? whole : merge(whole, part)),
    {},
  )
}

function merge(a: SchemaObject, b: SchemaObject): SchemaObject {
  const properties = { ...(a['properties'] as object), ...(b['properties'] as object) }
  const required = [...listOf(a['required']), ...listOf(b['required'])]
  return {
    ...a,
    ...b,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}

/** What a reference (`#/…`) leads to. */
export function lookUp(document: OpenApiDocument, reference: string): Schema {
  let value: unknown = document
  for (const part of reference.split('/').slice(1)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    value = (value as SchemaObject | undefined)?.[name]
  }
  return value as Schema
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [String(value)]
}

/** Whether a body is what its schema allows; the engine's own validator says it. */
export function fits(validator: Validator, content: Content, body: unknown): boolean {
  const answer = { status: '200', content: [content], requiredHeaders: [], headers: new Map() }
  const response = { status: 200, headers: { 'content-type': content.mediaType } }
  return validator.answer(answer, response, body).length === 0
}
