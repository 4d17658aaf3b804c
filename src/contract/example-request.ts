/** What a document shows as an example: the request of an operation, and its answer. */
import type { Content, Contract, OpenApiDocument, Operation } from './contract.ts'
import { pointerOfReference, valueAt } from './json-pointer.ts'

export interface ExampleRequest {
  path: Record<string, string>
  query: Record<string, string>
  headers: Record<string, string>
  /** Undefined if the operation takes none, or the document shows none. */
  body: unknown
}

const INTO = { path: 'path', query: 'query', header: 'headers' } as const

/**
 * The request of an operation, made of the examples of its required parameters and its body.
 * @returns undefined if the document has no example of something that is required.
 */
export function exampleRequest({ document }: Contract, operation: Operation): ExampleRequest | undefined {
  const { parameters, body } = operation
  const request: ExampleRequest = { path: {}, query: {}, headers: {}, body: undefined }
  for (const { name, in: where, schema } of parameters.filter(({ required }) => required)) {
    const value = exampleBeside(document, schema.pointer)
    if (value === undefined) return undefined
    request[INTO[where]][name] = String(value)
  }
  request.body = exampleOf(document, body?.content[0])
  return body?.required && request.body === undefined ? undefined : request
}

/** The first example of a body; undefined if the document has none. */
export function exampleOf(document: OpenApiDocument, content: Content | undefined): unknown {
  return content?.schema && exampleBeside(document, content.schema.pointer)
}

/** Examples stand beside the schema: `example`, or `examples` by name (OpenAPI 3.1 section 4.8.12). */
function exampleBeside(document: OpenApiDocument, schemaPointer: string): unknown {
  const holder = valueAt(document, schemaPointer.replace(/\/schema$/, '')) as Record<string, unknown>
  if (holder['example'] !== undefined) return holder['example']
  const [first] = Object.values((holder['examples'] as Record<string, Record<string, unknown>>) ?? {})
  const reference = first?.['$ref']
  return valueAt(
    typeof reference === 'string' ? valueAt(document, pointerOfReference(reference)) : first,
    '/value',
  )
}
