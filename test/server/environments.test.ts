/** Which environment a request over HTTP addresses: by host, or by path. */
import express from 'express'
import { createHarness } from 'tvilling'
import { consumerIntelligence } from 'tvilling/mocks'
import { startServer, tvilling } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { basic, library, START } from '../engine/sample.ts'
import { PRODUCTION, SANDBOX, SANDBOX_TOKEN, TOKEN } from '../simulators/consumer-intelligence/client.ts'
import { type CallInit, call } from './call.ts'
import { startLibrary } from './library-server.ts'
import { listen } from './listen.ts'

const SANDBOXED = { authorization: basic('sandboxed', 's') }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** The status of a token request of a client that belongs to the sandbox. */
async function logIn(base: string, headers: Record<string, string> = {}): Promise<number> {
  const init: CallInit = {
    method: 'POST',
    headers: { ...FORM, ...SANDBOXED, ...headers },
    body: 'grant_type=client_credentials',
  }
  return (await call(`${base}/token`, init)).status
}

test('[CI-40] environments are told apart by host', async () => {
  const { url } = await startLibrary()
  for (const [host, status] of [
    ['sandbox.library.example', 200],
    ['Sandbox.Library.Example:4010', 200],
    ['library.example', 401],
    ['library.example:443', 401],
  ] as const) {
    expect(await logIn(url, { host }), host).toBe(status)
    expect(await logIn(url, { 'x-forwarded-host': host }), `forwarded ${host}`).toBe(status)
    expect(await logIn(url, { 'x-forwarded-host': `${host}, proxy.example` }), host).toBe(status)
  }
  const both = { host: 'sandbox.library.example', 'x-forwarded-host': 'gateway.example' }
  expect(await logIn(url, both)).toBe(200)
  expect(await logIn(url, { ...both, 'x-forwarded-host': 'library.example' })).toBe(401)
})

test('[CI-40] without a host that says it, the environment is that of the client', async () => {
  const { url } = await startLibrary()
  expect(await logIn(url)).toBe(200)
})

test('[CI-40] environments are told apart by a path prefix, before or behind that of a tenant', async () => {
  const { url } = await startLibrary()
  expect(await logIn(`${url}/e/sandbox`)).toBe(200)
  expect(await logIn(`${url}/e/live`)).toBe(401)
  expect(await logIn(`${url}/e/live`, { host: 'sandbox.library.example' })).toBe(401)
  expect(await logIn(`${url}/e/sandbox`, { host: 'library.example' })).toBe(200)
  for (const prefix of ['/t/team-a/e', '/e']) {
    const behind = prefix === '/e' ? '/t/team-a' : ''
    expect(await logIn(`${url}${prefix}/sandbox${behind}`), prefix).toBe(200)
    expect(await logIn(`${url}${prefix}/live${behind}`), prefix).toBe(401)
  }
  const { text } = await call(`${url}/t/team-a/_tvilling/journal`)
  expect(JSON.parse(text).exchanges).toHaveLength(4)
  expect((await call(`${url}/e/sandbox/t/team-a/_tvilling/clock`)).status).toBe(200)
})

test('[CI-40] an environment that no simulator has is refused with those that there are', async () => {
  const { url } = await startLibrary()
  const refused = await call(`${url}/e/sandbax/books`)
  expect(refused.status).toBe(404)
  expect(JSON.parse(refused.text)).toEqual({
    error: '"sandbax" is no environment. The simulators have: live, sandbox.',
  })
})

test('[CI-40] a token of the sandbox is refused in another environment', async () => {
  const { url } = await startLibrary()
  const init = { method: 'POST', headers: { ...FORM, ...SANDBOXED }, body: 'grant_type=client_credentials' }
  const { text } = await call(`${url}/e/sandbox/token`, init)
  const headers = { authorization: `Bearer ${JSON.parse(text).access_token}` }
  expect((await call(`${url}/e/sandbox/books`, { headers })).status).toBe(200)
  expect((await call(`${url}/books`, { headers })).status).toBe(200)
  expect((await call(`${url}/e/live/books`, { headers })).status).toBe(401)
})

test('[CI-40] a mounted harness tells them apart as well, and leaves other paths to the application', async () => {
  await using harness = await createHarness({ simulators: [library()], now: START })
  const app = express()
  app.use('/registries', tvilling(harness))
  app.use((_, response) => void response.status(418).end())
  const url = `${await listen(app)}/registries`
  expect(await logIn(`${url}/e/sandbox`)).toBe(200)
  expect(await logIn(`${url}/e/live`)).toBe(401)
  expect(await logIn(url, { host: 'library.example' })).toBe(401)
  expect(await logIn(`${url}/e/other`)).toBe(418)
  expect((await call(`${url}/e/sandbox/nothing`)).status).toBe(418)
})

test('[CI-40] Consumer Intelligence has its sandbox at its host and at /e/sandbox', async () => {
  const server = await startServer({ port: 0, harness: { simulators: [consumerIntelligence], now: START } })
  onTestFinished(() => server.close())
  const tokenPath = { tvilling: TOKEN, 'tvilling-sandbox': SANDBOX_TOKEN }
  const open = async (id: keyof typeof tokenPath) => {
    const init = {
      method: 'POST',
      headers: { ...FORM, authorization: basic(id, id) },
      body: 'grant_type=client_credentials',
    }
    const { text } = await call(`${server.url}${new URL(tokenPath[id]).pathname}`, init)
    return { authorization: `Bearer ${JSON.parse(text).access_token}` }
  }
  const [production, sandbox] = [await open('tvilling'), await open('tvilling-sandbox')]
  const status = async (prefix: string, headers: Record<string, string>) =>
    (await call(`${server.url}${prefix}/consumer-intelligence/v3/consumers`, { headers })).status
  const [at, elsewhere] = [{ host: new URL(SANDBOX).host }, { host: new URL(PRODUCTION).host }]
  expect(await status('', production)).toBe(200)
  expect(await status('', sandbox)).toBe(200)
  expect(await status('', { ...production, ...at })).toBe(401)
  expect(await status('', { ...sandbox, ...at })).toBe(200)
  expect(await status('', { ...sandbox, ...elsewhere })).toBe(401)
  expect(await status('/e/sandbox', production)).toBe(401)
  expect(await status('/e/sandbox', sandbox)).toBe(200)
  expect(await status('/e/production', sandbox)).toBe(401)
})
