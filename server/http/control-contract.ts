/** The control contract: as users read it, and as the server checks requests against it. */
import { type OpenApiDocument, readContract } from '../../src/contract/contract.ts'
import { serveContract } from '../../src/simulator/served-contract.ts'

/** As users read it. It never changes, so all servers of a process share it. */
export const controlContract = serveContract(() =>
  readContract(new URL('../../contracts/control/openapi.gen.json', import.meta.url)),
)

/** As the server checks requests against it. */
export const looseContract = serveContract(() =>
  readContract(withoutLimits(controlContract.contract.document)),
)

/** Tag of the routes without a function of `Control`; the bodies of these are checked here. */
const OF_THE_SERVER = 'pact'

/**
 * The document without the limits of bodies and query parameters. `Control` itself checks its arguments, so that a mistake
 * gets the same message over HTTP as in process. The limits stay in the document that users read.
 */
function withoutLimits(document: OpenApiDocument): OpenApiDocument {
  const loose = structuredClone(document)
  for (const item of Object.values(loose.paths ?? {})) {
    for (const operation of Object.values(item as Record<string, Loose>)) {
      if (operation.tags?.includes(OF_THE_SERVER)) continue
      for (const { in: place, schema } of operation.parameters ?? []) if (place === 'query') loosen(schema)
      const json = operation.requestBody?.content['application/json']
      if (json) json.schema = operation.operationId === 'transition' ? { type: 'object' } : {}
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
