import { type Server, startServer } from 'tvilling/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { call } from './call.ts'

let server: Server
beforeAll(async () => {
  const harness = { simulators: [library()], now: START }
  server = await startServer({ port: 0, harness, controlToken: 'a-token-of-at-least-16' })
})
afterAll(() => server.close())

const get = (headers: Record<string, string>) => call(`${server.url}/_tvilling/docs/`, { headers })

test('the documentation needs no control token, but comes only to names and pages of the server itself', async () => {
  // 404 if the site is not built here.
  expect([200, 404]).toContain((await get({})).status)
  expect((await get({ host: 'evil.example' })).status).toBe(403)
  expect((await get({ origin: 'https://evil.example' })).status).toBe(403)
  expect((await get({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
})

test('it is the same for every tenant', async () => {
  const answer = await fetch(`${server.url}/t/team-a/_tvilling/docs`, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([308, '/_tvilling/docs/'])
  expect(await server.tenants.names()).not.toContain('team-a')
})
