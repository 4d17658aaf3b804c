/** Resolves schemas of a document, for code that makes values from them. */
import { accept } from '../../src/contract/accept.ts'
import type { Content, OpenApiDocument, Schema } from '../../src/contract/contract.ts'
import { pointerOfReference, valueAt } from '../../src/contract/json-pointer.ts'
import type { MessageFault } from '../../src/contract/message-fault.ts'
import type { Shapes } from '../../src/contract/shape.ts'
import type { Validator } from '../../src/contract/validator.ts'
import { COMMON_SETTINGS } from '../../src/simulator/settings.ts'

export type SchemaObject = Record<string, unknown>

/** A schema with references followed and the parts of `allOf` merged. */
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

/** The value that a reference inside the document (`#/…`) leads to. */
export function lookUp(document: OpenApiDocument, reference: string): Schema {
  return valueAt(document, pointerOfReference(reference)) as Schema
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [String(value)]
}

/** Whether the engine's validator accepts a body. */
export function fits(validator: Validator, content: Content, body: unknown): boolean {
  return bodyFaults(validator, content, body).length === 0
}

/** Whether it accepts the body of a request: an optional member that is null counts as absent. */
export function fitsRequest(
  { validator, shapes }: { validator: Validator; shapes: Shapes },
  content: Content,
  body: unknown,
): boolean {
  const shape = content.schema && shapes.at(content.schema.pointer)
  return fits(validator, content, accept(body, shape, COMMON_SETTINGS))
}

/** What the engine's validator says of a body. */
export function bodyFaults(validator: Validator, content: Content, body: unknown): MessageFault[] {
  const answer = { status: '200', content: [content], requiredHeaders: [], headers: new Map() }
  const response = { status: 200, headers: { 'content-type': content.mediaType } }
  return validator.answerFaults(answer, response, body)
}

/** What it says of a value by the schema at a pointer. */
export function faultsOf(validator: Validator, pointer: string, value: unknown): MessageFault[] {
  return bodyFaults(validator, { mediaType: 'application/json', schema: { pointer, value: true } }, value)
}
