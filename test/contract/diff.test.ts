import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readDocument } from 'tvilling/contracts'
import { main } from 'tvilling/server'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { compareContracts } from '../../server/diff/compare-contracts.ts'

type Json = Record<string, unknown>

const shop = () => ({
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1.0.0' },
  servers: [{ url: 'https://shop.example' }],
  security: [{ oauth2: ['read'] }],
  paths: {
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getOrder',
        parameters: [{ name: 'size', in: 'query', schema: { type: 'integer', maximum: 100, default: 10 } }],
        responses: {
          '200': {
            description: 'It.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          '404': { description: 'None.' },
        },
      },
      put: {
        operationId: 'putOrder',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: {
          '204': { description: 'Done.', headers: { ETag: { required: true, schema: { type: 'string' } } } },
        },
      },
    },
  },
  webhooks: {
    shipped: {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Event' } } } },
        responses: { '200': { description: 'Taken.' } },
      },
    },
  },
  components: {
    securitySchemes: {
      oauth2: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://shop.example/t', scopes: {} } },
      },
    },
    schemas: {
      Order: {
        type: 'object',
        description: 'An order.',
        required: ['state'],
        properties: {
          state: { type: 'string', enum: ['OPEN', 'PAID'] },
          note: { type: ['string', 'null'], maxLength: 10 },
          parent: { $ref: '#/components/schemas/Order' },
        },
      },
      Event: {
        oneOf: [
          { type: 'object', properties: { type: { const: 'A' } } },
          { type: 'object', properties: { type: { const: 'B' } } },
        ],
      },
    },
  },
})

type Shop = ReturnType<typeof shop>
const order = (document: Shop) =>
  document.components.schemas.Order as Json & { properties: Record<string, Json> }
const operation = (document: Shop, method: 'get' | 'put') =>
  document.paths['/orders/{id}'][method] as Json & { responses: Json; parameters: Json[] }

/** Each with its name, the change, and what must be reported: severity, pointer, operations. */
const cases: [string, (document: Shop) => void, string[]][] = [
  ['nothing', () => {}, []],
  [
    'an operation is gone',
    (document) => Reflect.deleteProperty(document.paths['/orders/{id}'], 'put'),
    ['breaking #/paths/~1orders~1{id}/put the operation is gone [PUT /orders/{id}]'],
  ],
  [
    'a required property: breaking for who sends, not for who receives',
    (document) => Object.assign(order(document), { required: ['state', 'note'] }),
    [
      'breaking #/components/schemas/Order note is required now [PUT /orders/{id}]',
      'additive #/components/schemas/Order note is required now [GET /orders/{id}]',
    ],
  ],
  [
    'a value more: breaking for who receives, not for who sends',
    (document) =>
      Object.assign(order(document).properties['state'] as Json, { enum: ['OPEN', 'PAID', 'LOST'] }),
    [
      'breaking #/components/schemas/Order/properties/state "LOST" is allowed now [GET /orders/{id}]',
      'additive #/components/schemas/Order/properties/state "LOST" is allowed now [PUT /orders/{id}]',
    ],
  ],
  [
    'null is gone from the types of 3.1',
    (document) => Object.assign(order(document).properties['note'] as Json, { type: 'string' }),
    [
      'breaking #/components/schemas/Order/properties/note null is no longer allowed [PUT /orders/{id}]',
      'additive #/components/schemas/Order/properties/note null is no longer allowed [GET /orders/{id}]',
    ],
  ],
  [
    'a property more',
    (document) => Object.assign(order(document).properties, { due: { type: 'string' } }),
    [
      'additive #/components/schemas/Order/properties/due the property due is new [GET /orders/{id}, PUT /orders/{id}]',
    ],
  ],
  [
    'a property less',
    (document) => Reflect.deleteProperty(order(document).properties, 'note'),
    [
      'breaking #/components/schemas/Order/properties/note the property note is gone [GET /orders/{id}, PUT /orders/{id}]',
    ],
  ],
  [
    'a limit and a default of a parameter',
    (document) =>
      Object.assign(operation(document, 'get').parameters[0]?.['schema'] as Json, {
        maximum: 50,
        default: 20,
      }),
    [
      'breaking #/paths/~1orders~1{id}/get/parameters/0/schema maximum is 50; it was 100 [GET /orders/{id}]',
      'breaking #/paths/~1orders~1{id}/get/parameters/0/schema the default is 20; it was 10 [GET /orders/{id}]',
    ],
  ],
  [
    'a parameter more, required and not',
    (document) =>
      operation(document, 'get').parameters.push(
        { name: 'a', in: 'query', required: true },
        { name: 'b', in: 'header' },
      ),
    [
      'breaking #/paths/~1orders~1{id}/get/parameters/1 the required query parameter a is new [GET /orders/{id}]',
      'additive #/paths/~1orders~1{id}/get/parameters/2 the header parameter b is new [GET /orders/{id}]',
    ],
  ],
  [
    'an answer of success is gone, another is new',
    (document) => {
      const { responses } = operation(document, 'put')
      responses['200'] = responses['204']
      Reflect.deleteProperty(responses, '204')
    },
    [
      'breaking #/paths/~1orders~1{id}/put/responses/204 the answer 204 is gone [PUT /orders/{id}]',
      'additive #/paths/~1orders~1{id}/put/responses/200 the answer 200 is new [PUT /orders/{id}]',
    ],
  ],
  [
    'a header that may be missing',
    (document) =>
      Object.assign((operation(document, 'put').responses['204'] as Json)['headers'] as Json, { ETag: {} }),
    [
      'breaking #/paths/~1orders~1{id}/put/responses/204/headers/ETag the header etag may be missing now [PUT /orders/{id}]',
      'breaking #/paths/~1orders~1{id}/put/responses/204/headers/ETag/schema the schema is gone: any value is allowed [PUT /orders/{id}]',
    ],
  ],
  [
    'another scope',
    (document) => Object.assign(document, { security: [{ oauth2: ['read', 'more'] }] }),
    [
      'breaking #/paths/~1orders~1{id}/get who is authorized by oauth2 with read is no longer let in [GET /orders/{id}]',
      'breaking #/paths/~1orders~1{id}/put who is authorized by oauth2 with read is no longer let in [PUT /orders/{id}]',
    ],
  ],
  [
    'a webhook that comes in one more kind',
    (document) =>
      document.components.schemas.Event.oneOf.push({ type: 'object', properties: { type: { const: 'C' } } }),
    ['breaking #/components/schemas/Event/oneOf/2 an alternative of oneOf is new [webhook shipped]'],
  ],
  [
    'words',
    (document) => {
      order(document)['description'] = 'An order of a customer.'
      document.info.version = '1.0.1'
    },
    [
      'editorial #/components/schemas/Order description has changed [GET /orders/{id}, PUT /orders/{id}]',
      'editorial #/info info has changed []',
    ],
  ],
  [
    'the name of a parameter in a path',
    (document) => {
      const item = document.paths['/orders/{id}']
      const renamed = { ...item, parameters: [{ ...item.parameters[0], name: 'number' }] }
      Object.assign(document, { paths: { '/orders/{number}': renamed } })
    },
    [
      'editorial #/paths/~1orders~1{number} parameters in the path have other names [GET /orders/{number}, PUT /orders/{number}]',
    ],
  ],
]

describe('what has changed between two versions of a contract', () => {
  test.each(cases)('%s', (_name, change, expected) => {
    const after = shop()
    change(after)
    const reported = compareContracts(shop(), after).map(
      ({ severity, pointer, message, operations }) =>
        `${severity} #${pointer} ${message} [${operations.join(', ')}]`,
    )
    expect(reported).toEqual(expected)
  })

  test('nothing between a contract of ours and itself, with references that recur', () => {
    const document = readDocument('consumer-intelligence')
    expect(compareContracts(document, structuredClone(document))).toEqual([])
  })
})

describe('tvilling diff', () => {
  async function run(...argv: string[]) {
    let out = ''
    const code = await main(['diff', ...argv], {
      out: (text) => (out += text),
      error: (text) => (out += text),
    })
    return { code, out }
  }

  test('exits with 1 on a breaking change unless that is allowed, and prints JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tvilling-diff-'))
    const [before, after] = [join(folder, 'old.yaml'), join(folder, 'new.json')]
    const changed = shop()
    Reflect.deleteProperty(changed.webhooks, 'shipped')
    await writeFile(before, stringify(shop()))
    await writeFile(after, JSON.stringify(changed))
    const result = await run(before, after)
    expect(result.code).toBe(1)
    expect(result.out).toContain('#/webhooks/shipped/post  the webhook is gone  [webhook shipped]')
    const allowed = await run(before, after, '--json', '--allow-breaking')
    expect(allowed.code).toBe(0)
    expect(JSON.parse(allowed.out).changes).toHaveLength(1)
    expect(await run(before, before)).toEqual({ code: 0, out: 'Nothing has changed.\n' })
  })

  test('says what is wrong with a file', async () => {
    expect(await run('/nowhere.yaml', '/nowhere.yaml')).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^\/nowhere\.yaml cannot be read: ENOENT/),
    })
    expect((await run('package.json', 'package.json')).out).toBe(
      'package.json is no OpenAPI document of version 3.0 or 3.1.\n',
    )
    expect(await readFile('package.json', 'utf8')).toContain('"./contracts"')
  })
})
