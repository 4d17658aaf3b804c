/**
 * What a simulator answers beside what its document has: refusals, and tokens. It is written into the document, marked
 * as assumed, so that every answer is one of the contract.
 */
import type { OpenApiDocument } from '../../../src/contract/contract.ts'
import { isObject, type Json, operationsOf, type PlacedOperation } from './json.ts'

const REFUSED = 'TvillingRefused'
const REFERENCE = { $ref: `#/components/responses/${REFUSED}` }

/** @returns what was added, one sentence each. */
export function complete(document: OpenApiDocument): string[] {
  const components = (document['components'] ?? {}) as Json
  document['components'] = components
  const tokenPaths = addTokenOperations(document)
  let added = 0
  for (const placed of operationsOf(document)) {
    const responses = placed.operation['responses'] as Json
    for (const statuses of refusalsOf(document, placed)) {
      if ('default' in responses || statuses.some((status) => status in responses)) continue
      responses[statuses[0] as string] = REFERENCE
      added += 1
    }
  }
  document['x-unmatched'] ??= { '404': REFERENCE, '405': REFERENCE }
  components['responses'] = { ...(components['responses'] as Json), [REFUSED]: refused(document) }
  return [
    ...tokenPaths.map(
      (path) => `POST ${path} is added: it hands out the tokens of OAuth client credentials.`,
    ),
    ...(added > 0 ? [`${added} refusals are added (${REFUSED}), where the document has none.`] : []),
  ]
}

/** Lists of statuses, one of which an operation needs: the first is added if there is none. */
function refusalsOf(document: OpenApiDocument, { path, item, operation }: PlacedOperation): string[][] {
  const parameters = [operation['parameters'], item['parameters']].flat().filter(Boolean)
  const security = (operation['security'] ?? document['security'] ?? []) as Json[]
  return [
    ...(parameters.length > 0 || operation['requestBody'] ? [['400', '422']] : []),
    ...(security.some((requirement) => Object.keys(requirement).length > 0) ? [['401', '403']] : []),
    // A document of which there may be none.
    ...(path.endsWith('}') ? [['404']] : []),
  ]
}

function refused(document: OpenApiDocument): Json {
  const schema = commonestError(document) ?? {
    type: 'object',
    required: ['message'],
    properties: { message: { type: 'string' } },
  }
  return {
    description: 'Assumed by Tvilling: what is refused, where the document does not say how.',
    'x-evidence': 'assumed',
    content: { 'application/json': { schema } },
  }
}

/** The schema that most errors of the document have. */
function commonestError(document: OpenApiDocument): Json | undefined {
  const counts = new Map<string, number>()
  for (const { operation } of operationsOf(document)) {
    for (const [status, response] of Object.entries((operation['responses'] ?? {}) as Record<string, Json>)) {
      if (!/^([45]\d\d|default)$/.test(status)) continue
      const schema = schemaOf(document, response)
      if (schema) counts.set(JSON.stringify(schema), (counts.get(JSON.stringify(schema)) ?? 0) + 1)
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most && JSON.parse(most[0])
}

function schemaOf(document: OpenApiDocument, response: Json): Json | undefined {
  const name = /^#\/components\/responses\/(.+)$/.exec(String(response['$ref'] ?? ''))?.[1]
  const responses = (document['components'] as Json)['responses'] as Record<string, Json> | undefined
  const content = (name ? responses?.[name] : response)?.['content']
  const media = isObject(content) ? content['application/json'] : undefined
  return isObject(media) && isObject(media['schema']) ? media['schema'] : undefined
}

/** Documents often name the token's URL and leave out its operation. */
function addTokenOperations(document: OpenApiDocument): string[] {
  const schemes = Object.values(
    ((document['components'] as Json)['securitySchemes'] ?? {}) as Record<string, Json>,
  )
  const [server] = document['servers'] as { url: string }[]
  const added: string[] = []
  for (const scheme of schemes) {
    const flow = (scheme['flows'] as Record<string, Json> | undefined)?.['clientCredentials']
    if (scheme['type'] !== 'oauth2' || !flow) continue
    const url = URL.parse(String(flow['tokenUrl']), server?.url)
    if (!url) continue
    const item = document.paths?.[url.pathname] ?? {}
    if (item['post']) continue
    document.paths = { ...document.paths, [url.pathname]: item }
    if (url.origin !== server?.url) item['servers'] ??= [{ url: url.origin }]
    item['post'] = tokenOperation(added.length === 0 ? 'requestToken' : `requestToken${added.length + 1}`)
    added.push(url.pathname)
  }
  return added
}

function tokenOperation(operationId: string): Json {
  const error = {
    description: 'The request is refused (RFC 6749 section 5.2).',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['error'],
          properties: { error: { type: 'string' }, error_description: { type: 'string' } },
        },
      },
    },
  }
  return {
    operationId,
    'x-evidence': 'assumed',
    summary: 'Request an access token by OAuth 2.0 client credentials (RFC 6749 section 4.4)',
    security: [],
    requestBody: {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            properties: {
              grant_type: { type: 'string', examples: ['client_credentials'] },
              scope: { type: 'string' },
              client_id: { type: 'string' },
              client_secret: { type: 'string' },
            },
          },
        },
      },
    },
    responses: {
      '200': {
        description: 'An access token.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['access_token', 'token_type'],
              properties: {
                access_token: { type: 'string' },
                token_type: { type: 'string' },
                expires_in: { type: 'integer' },
                scope: { type: 'string' },
              },
            },
          },
        },
      },
      '400': error,
      '401': error,
    },
  }
}
