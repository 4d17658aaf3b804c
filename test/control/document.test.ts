import express from 'express'
import { createHarness } from 'tvilling'
import { birthReport } from 'tvilling/mocks'
import { startServer, tvilling } from 'tvilling/server'
import { describe, expect, test } from 'vitest'
import document from '../../contracts/control/openapi.gen.json' with { type: 'json' }
import { listen } from '../server/listen.ts'

const simulators = [birthReport]

describe('the served document names the prefix of the address at which it is read as its only server', () => {
  const serversAt = async (url: string) =>
    ((await (await fetch(`${url}/_tvilling/openapi.json`)).json()) as { servers: unknown }).servers

  test('of the default tenant, of another one, and behind a proxy', async () => {
    await using server = await startServer({ port: 0, trustProxy: true, harness: { simulators } })
    expect(await serversAt(server.url)).toEqual([{ url: '/' }])
    expect(await serversAt(`${server.url}/t/team-a`)).toEqual([{ url: '/t/team-a' }])
    const proxied = await fetch(`${server.url}/t/team-a/_tvilling/openapi.json`, {
      headers: { 'x-forwarded-prefix': '/twins' },
    })
    expect(await proxied.json()).toMatchObject({ servers: [{ url: '/twins/t/team-a' }] })
  })

  test('of a harness at a path of an application', async () => {
    await using harness = await createHarness({ simulators })
    const app = express().use('/registries', tvilling(harness, { control: true }))
    expect(await serversAt(`${await listen(app)}/registries`)).toEqual([{ url: '/registries' }])
  })
})

interface Operation {
  operationId: string
  security?: unknown[]
  requestBody?: unknown
  responses: Record<string, unknown>
}

const operations = Object.values(document.paths).flatMap(
  (item) => Object.values(item) as unknown as Operation[],
)

test('each operation documents that it may be refused, and what can go wrong with a body', () => {
  expect(document.components.securitySchemes.controlToken).toMatchObject({ type: 'http', scheme: 'bearer' })
  for (const { operationId, security, requestBody, responses } of operations) {
    const open = operationId === 'readHealth'
    expect(security, operationId).toEqual(open ? [] : undefined)
    const needed = [
      '400',
      ...(open ? [] : ['401']),
      '403',
      ...(requestBody ? ['408', '409', '503'] : []),
      ...(requestBody && operationId !== 'restoreSnapshot' ? ['413'] : []),
    ]
    expect(Object.keys(responses), operationId).toEqual(expect.arrayContaining(needed))
  }
})

/** Places of schemas that say no more than that there is an object or a list. */
function* bare(value: unknown, place: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  const { type, properties, additionalProperties, items, description } = value as Record<string, unknown>
  const open = typeof description === 'string'
  if (type === 'object' && !properties && !open && typeof additionalProperties !== 'object') yield place
  if (type === 'array' && !items && typeof description !== 'string') yield place
  for (const [name, inner] of Object.entries(value)) yield* bare(inner, `${place}/${name}`)
}

test('no schema is a bare object: what is open says what it is', () => {
  expect([...bare(document.paths, ''), ...bare(document.components, '')]).toEqual([])
})

test('what is refused is refused as the document says', async () => {
  const token = 'open-sesame'
  await using server = await startServer({
    port: 0,
    controlToken: token,
    heldBodies: 100_000,
    harness: { simulators, bodyLimit: 200_000 },
  })
  const send = async (size: number, headers: Record<string, string>) => {
    const body = JSON.stringify({ by: 'x'.repeat(size) })
    const response = await fetch(`${server.url}/_tvilling/clock/advance`, { method: 'POST', body, headers })
    const { error } = (await response.json()) as { error: string }
    return [response.status, error, response.headers.get('www-authenticate')]
  }
  const authorization = `Bearer ${token}`
  expect(await send(1, {})).toEqual([401, expect.stringContaining('demands its control token'), 'Bearer'])
  expect(await send(300_000, { authorization })).toEqual([413, 'The body is larger than 200000 bytes.', null])
  expect(await send(150_000, { authorization })).toEqual([503, expect.stringMatching(/Try again\.$/), null])
  expect(await send(1, { authorization })).toEqual([400, expect.stringContaining('is no duration'), null])
  expect(await send(1, { authorization, 'sec-fetch-site': 'cross-site' })).toEqual([
    403,
    expect.any(String),
    null,
  ])
})
