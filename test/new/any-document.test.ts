import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Context,
  createHarness,
  createRandom,
  type Dialect,
  defineSimulator,
  openContract,
} from 'tvilling'
import { afterAll, expect, test } from 'vitest'
import { run } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-any-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Much of what documents in the wild have, in one. */
writeFileSync(
  join(folder, 'schemas.yaml'),
  'Node: { type: object, required: [name], properties: { name: { type: string, maxLength: 5 }, next: { $ref: "#/Node" } } }\n',
)
writeFileSync(
  join(folder, 'wild.yaml'),
  `openapi: 3.0.3
info: { title: Wild, version: "1" }
servers: [{ url: "https://{region}.wild.example/v2", variables: { region: { default: eu } } }]
paths:
  /nodes/{id}:cancel:
    post:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { "2XX": { description: Cancelled } }
      callbacks:
        cancelled:
          "{$request.body#/url}":
            post:
              requestBody: { content: { application/json: { schema: { $ref: "schemas.yaml#/Node" } } } }
              responses: { "200": { description: Taken } }
  /nodes:
    get:
      parameters:
        - { name: tags, in: query, required: true, schema: { type: array, items: { type: integer } } }
        - { name: ids, in: query, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, style: deepObject, schema: { type: object } }
        - { name: session, in: cookie, schema: { type: string } }
      responses:
        "200":
          description: Nodes
          content:
            application/*: { schema: { type: array, minItems: 2, items: { $ref: "schemas.yaml#/Node" } } }
  /code:
    get:
      responses:
        "200":
          description: A code
          content:
            application/json:
              schema:
                type: object
                required: [code, price]
                properties:
                  code: { type: string, pattern: "^[A-Z]{3}-[0-9]{4}$" }
                  price: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 1 }
                  kind: { oneOf: [{ type: string, enum: [a] }, { type: integer, minimum: 7 }] }
                  owner: { nullable: true, allOf: [{ type: object, properties: { name: { type: string } } }] }
  /picture:
    get: { responses: { "200": { description: A picture, content: { image/png: { schema: { type: string, format: binary } } } } } }
`,
)

const says = (status: number) => () => ({ status, body: { message: 'No.' } })
const problems: Dialect = {
  unmatched: says(404),
  method: says(405),
  unauthenticated: says(401),
  scope: says(403),
  oversized: says(400),
  'media-type': says(400),
  malformed: says(400),
  violations: says(400),
  internal: says(500),
  fault: ({ status }) => ({ status, body: { message: 'No.' } }),
}

async function written() {
  const into = mkdtempSync(join(folder, 'made-'))
  const { code, out, error } = await run('new', 'wild', '--from', join(folder, 'wild.yaml'), '--into', into)
  expect({ code, error }).toEqual({ code: 0, error: '' })
  return { out, document: JSON.parse(readFileSync(join(into, 'contracts/wild/openapi.gen.json'), 'utf8')) }
}

test('ids, servers, statuses, callbacks and references are settled, and what is not read is named', async () => {
  const { out, document } = await written()
  expect(document.openapi).toMatch(/^3\.1/)
  expect(document.servers).toEqual([{ url: 'https://eu.wild.example' }])
  expect(Object.keys(document.paths)).toEqual([
    '/v2/nodes/{id}:cancel',
    '/v2/nodes',
    '/v2/code',
    '/v2/picture',
  ])
  expect(Object.keys(document.webhooks)).toEqual(['cancelled'])
  expect(out).toContain('POST /v2/nodes/{id}:cancel is called postV2NodesByIdCancel.')
  expect(out).toContain('postV2NodesByIdCancel answers 200 where its document has 2XX.')
  expect(out).toContain('getV2Nodes: the parameter filter is not read, since its style is deepObject.')
  expect(out).toContain('getV2Nodes: the parameter session is not read, since it is a cookie.')
})

test('lists in a query are read with the types of their items, and its answers keep the contract', async () => {
  const { document } = await written()
  const contract = openContract<Record<string, object>>(document)
  const inputs: unknown[] = []
  const answer = (id: string) => async (input: { query: unknown }, context: Context) => {
    inputs.push(input.query)
    return contract.example(id, 200, context) as { status: number }
  }
  const ids = contract.contract.operations.map(({ id }) => id)
  const wild = defineSimulator({
    name: 'wild',
    provider: 'nobody',
    document,
    settings: {},
    collections: {},
    problems,
    operations: Object.fromEntries(ids.map((id) => [id, answer(id)])),
  })
  await using harness = await createHarness({ simulators: [wild] })
  const random = createRandom(1)
  for (const id of ids) {
    const response = await harness.fetch(await contract.request(id, { random }))
    expect(response.status, await response.text()).toBe(200)
  }
  inputs.length = 0
  const origin = 'https://eu.wild.example/v2'
  expect((await harness.fetch(`${origin}/nodes?tags=1&tags=2&ids=a,b`)).status).toBe(200)
  expect(inputs).toEqual([{ tags: [1, 2], ids: ['a', 'b'] }])
  expect((await harness.fetch(`${origin}/nodes?tags=1&tags=x`)).status).toBe(400)
  expect((await harness.fetch(`${origin}/nodes/7:cancel`, { method: 'POST' })).status).toBe(200)
})
