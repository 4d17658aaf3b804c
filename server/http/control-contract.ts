/** The contract of control as the server checks it. */
import type { OpenApiDocument } from '../../src/contract/contract.ts'

/** These say what no `Control` has behind it; their bodies are checked here. */
const OF_THE_SERVER = 'pact'

/**
 * The document without the limits of bodies and query parameters: `Control` checks what it is told, so that a
 * mistake gets the same words over HTTP as in process. The limits stay in the document that users read.
 */
export function withoutLimits(document: OpenApiDocument): OpenApiDocument {
  const loose = structuredClone(document)
  for (const item of Object.values(loose.paths ?? {})) {
    for (const operation of Object.values(item as Record<string, Loose>)) {
      if (operation.tags?.includes(OF_THE_SERVER)) continue
      for (const { in: place, schema } of operation.parameters ?? []) if (place === 'query') loosen(schema)
      const json = operation.requestBody?.content['application/json']
      if (json) json.schema = operation.operationId === 'restoreSnapshot' ? {} : { type: 'object' }
    }
  }
  return loose
}

interface Loose {
  operationId?: string
  tags?: string[]
  parameters?: { in?: string; schema?: Record<string, unknown> }[]
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
}

function loosen(schema: Record<string, unknown> = {}): void {
  const type = schema['type'] === 'integer' ? 'number' : (schema['type'] ?? 'string')
  for (const keyword of Object.keys(schema)) if (keyword !== 'default') delete schema[keyword]
  schema['type'] = type
}
