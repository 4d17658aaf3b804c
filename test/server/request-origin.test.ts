/** What an operation knows of where its client reached it, for links that lead back. */
import express from 'express'
import { connect, createHarness, type RequestContext } from 'tvilling'
import { startServer, tvilling } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { basic, library, START } from '../engine/sample.ts'
import { expectSameReplay } from '../replayed.ts'
import { call } from './call.ts'
import { listen } from './listen.ts'
import { startProcess } from './process.ts'

/** The library, whose mischief is to tell the origin of its request. */
function tellingLibrary() {
  const base = library()
  const misbehave = async (_: unknown, { request }: Pick<RequestContext, 'request'>) => ({
    status: 200,
    body: { kind: request.origin },
  })
  const { operations } = base.definition
  return {
    ...base,
    definition: { ...base.definition, operations: { ...operations, misbehave } },
  } as typeof base
}

async function start(trustProxy: boolean): Promise<string> {
  const server = await startServer({
    port: 0,
    trustProxy,
    harness: { simulators: [tellingLibrary()], now: START },
  })
  onTestFinished(() => server.close())
  return server.url
}

async function originAt(base: string, headers: Record<string, string> = {}): Promise<unknown> {
  const { text } = await call(`${base}/mischief/tell`, { method: 'POST', headers })
  return JSON.parse(text).kind
}

const FORWARDED = {
  'x-forwarded-proto': 'https, http',
  'x-forwarded-host': 'api.team.example:8443, inner.example',
  'x-forwarded-prefix': '/registries/',
}

test('[OS-24] the origin has scheme and host as the client called them, and the prefixes of its path', async () => {
  const url = await start(false)
  expect(await originAt(url)).toBe(url)
  expect(await originAt(`${url}/t/team-a`)).toBe(`${url}/t/team-a`)
  expect(await originAt(`${url}/t/team-a/e/sandbox`)).toBe(`${url}/t/team-a/e/sandbox`)
  expect(await originAt(`${url}/e/sandbox/t/team-a`)).toBe(`${url}/e/sandbox/t/team-a`)
  expect(await originAt(url, { host: 'library.example' })).toBe('http://library.example')
})

test('[OS-24] a tenant that the path does not name is in the origin, so that a link needs no header', async () => {
  const url = await start(false)
  expect(await originAt(url, { 'x-tvilling-tenant': 'team-b' })).toBe(`${url}/t/team-b`)
  expect(await originAt(`${url}/e/live`, { 'x-tvilling-tenant': 'team-b' })).toBe(`${url}/t/team-b/e/live`)
  expect(await originAt(url, { authorization: basic('tvilling@team-c', 'tvilling') })).toBe(`${url}/t/team-c`)
})

test('[OS-24] a proxy is believed only if the server trusts one', async () => {
  const [alone, behind] = [await start(false), await start(true)]
  expect(await originAt(alone, FORWARDED)).toBe(alone)
  expect(await originAt(`${behind}/t/team-a`, FORWARDED)).toBe(
    'https://api.team.example:8443/registries/t/team-a',
  )
  expect(await originAt(behind)).toBe(behind)
  expect(await originAt(behind, { 'x-forwarded-proto': 'https' })).toBe(behind.replace('http:', 'https:'))
  expect(await originAt(behind, { 'x-forwarded-prefix': 'a/b' })).toBe(`${behind}/a/b`)
})

test('[OS-24] what is no scheme or host does not get into an origin', async () => {
  const behind = await start(true)
  const odd = { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a.example/"><b' }
  expect(await originAt(behind, odd)).toBe(behind)
  expect(await originAt(behind, { host: 'a"b' })).toBe(behind)
})

test('[OS-24] a mounted harness has the path of its mount in the origin, and trusts as its application does', async () => {
  await using harness = await createHarness({ simulators: [tellingLibrary()], now: START })
  const alone = express()
  alone.use('/registries', tvilling(harness))
  alone.use('/trusting', tvilling(harness, { trustProxy: true }))
  const url = await listen(alone)
  expect(await originAt(`${url}/registries`)).toBe(`${url}/registries`)
  expect(await originAt(`${url}/registries/e/live`, FORWARDED)).toBe(`${url}/registries/e/live`)
  expect(await originAt(`${url}/trusting`, FORWARDED)).toBe(
    'https://api.team.example:8443/registries/trusting',
  )
  const app = express()
  app.set('trust proxy', 'loopback')
  app.use('/mount', tvilling(harness))
  app.use('/wary', tvilling(harness, { trustProxy: false }))
  const behind = await listen(app)
  expect(await originAt(`${behind}/mount`, FORWARDED)).toBe('https://api.team.example:8443/registries/mount')
  expect(await originAt(`${behind}/wary`, FORWARDED)).toBe(`${behind}/wary`)
})

test('[OS-24] in process the origin is that of the URL, and a replay has the same', async () => {
  await using harness = await createHarness({ simulators: [tellingLibrary()], now: START })
  const response = await harness.fetch('https://sandbox.library.example/mischief/tell', { method: 'POST' })
  expect(await response.json()).toEqual({ kind: 'https://sandbox.library.example' })
  await expectSameReplay(harness, [tellingLibrary()])
})

test('[OS-24] a replay of a server has the origins and environments that its clients called', async () => {
  const url = await start(false)
  expect(await originAt(`${url}/e/live`)).toBe(`${url}/e/live`)
  await expectSameReplay(connect(url), [tellingLibrary()])
})

test('[OS-24] serve has an option for the server that stands behind a proxy', async () => {
  const server = await startProcess('--trust-proxy', '--log', 'silent')
  await call(`${server.url}/t/team-a/nothing`, { headers: FORWARDED })
  const { log } = await connect(server.url, { tenant: 'team-a' }).journal.har()
  expect(log.entries[0]?._tvilling.origin).toBe('https://api.team.example:8443/registries/t/team-a')
  await server.end('SIGTERM')
})
