import express from 'express'
import { createHarness } from 'tvilling'
import { type Server, startServer, tvilling } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { call } from './call.ts'
import { listen } from './listen.ts'

const harness = { simulators: [library()], now: START }
let server: Server
let host: string
beforeAll(async () => {
  server = await startServer({ port: 0, harness, allowedHosts: ['Twins.example.org', '*.test'] })
  host = new URL(server.url).host
})
afterAll(() => server.close())

const clock = (headers: Record<string, string>) => call(`${server.url}/_tvilling/clock`, { headers })

describe('on loopback, control takes requests only by names that are its own', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.10:1',
    'localhost:4010',
    'LOCALHOST',
    'localhost.',
    '[::1]:80',
    'twins.example.org',
    'a.b.TEST:99',
  ])('%s is one', async (name) => {
    expect((await clock({ host: name })).status).toBe(200)
  })

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:4010',
    'twins.example.org.evil.example',
    'test',
    'eviltest',
    '10.0.0.1',
    '%',
  ])('"%s" is none', async (name) => {
    const { status, text } = await clock({ host: name })
    expect(status).toBe(403)
    expect(JSON.parse(text).error).toMatch(/^This server cannot be controlled as .*: call it as 127\.0\.0\.1/)
  })

  test('the refusal says what to do', async () => {
    const refused = await clock({ host: 'evil.example:4010' })
    expect(JSON.parse(refused.text)).toEqual({
      error:
        'This server cannot be controlled as evil.example:4010: call it as 127.0.0.1 or localhost, or start it with --allowed-hosts evil.example.',
    })
  })

  test('a provider is called by any name, since its environments have names of their own', async () => {
    const books = await call(`${server.url}/books`, { headers: { host: 'api.library.example' } })
    expect(books.status).toBe(401)
  })
})

describe('control takes no requests of pages of other sites', () => {
  const refusals: [string, Record<string, string>][] = [
    ['an origin with another name', { origin: 'https://evil.example' }],
    ['an origin with another port', { origin: 'http://127.0.0.1:1' }],
    ['localhost, where it was called as 127.0.0.1', { origin: 'http://localhost' }],
    ['a page without origin, such as a file', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of the same site', { 'sec-fetch-site': 'same-site' }],
  ]
  test.each(refusals)('%s', async (_, headers) => {
    const { status, text, headers: answered } = await clock(headers)
    expect(status).toBe(403)
    expect(JSON.parse(text).error).toMatch(/^A page of .* may not .*: use a page of the server itself.*\.$/)
    expect(Object.keys(answered).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('a preflight is refused without headers of CORS', async () => {
    const { status, headers } = await call(`${server.url}/_tvilling/reset`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect(status).toBe(403)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('the root, where messages of pacts are, is behind the same door', async () => {
    const headers = { origin: 'https://evil.example' }
    expect((await call(server.url, { method: 'POST', headers, body: '{}' })).status).toBe(403)
  })

  test('its own pages, the address bar and curl come in', async () => {
    const own = { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
    expect((await clock(own)).status).toBe(200)
    expect((await clock({ 'sec-fetch-site': 'none' })).status).toBe(200)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = '{"by":"PT1H"}'
    const advanced = await call(`${server.url}/_tvilling/clock/advance`, { method: 'POST', headers, body })
    expect(advanced.status).toBe(200)
  })

  test('a page of another site cannot fill the server with tenants either', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const { status, text } = await call(`${server.url}/t/from-a-page/books`, { headers })
    expect([status, JSON.parse(text).error]).toEqual([
      404,
      'There is no tenant "from-a-page". A page of another site cannot create it.',
    ])
    expect(await server.tenants.names()).toEqual(['default'])
  })

  test('behind a trusted proxy, its own pages have the name that the proxy was called by', async () => {
    const proxied = await startServer({ port: 0, harness, trustProxy: true })
    const headers = { 'x-forwarded-host': 'twins.example', origin: 'https://twins.example' }
    const url = `${proxied.url}/_tvilling/clock`
    expect((await call(url, { headers })).status).toBe(200)
    expect((await call(url, { headers: { ...headers, host: 'twins.example' } })).status).toBe(403)
    await proxied.close()
    expect((await clock(headers)).status).toBe(403)
  })
})

test('a mounted harness has the same door, and with a token any name', async () => {
  await using one = await createHarness(harness)
  await using other = await createHarness(harness)
  const app = express()
  app.use('/open', tvilling(one, { control: { allowedHosts: ['twins.example.org'] } }))
  app.use('/locked', tvilling(other, { control: { token: 'secret' } }))
  const url = await listen(app)
  const ask = (path: string, headers: Record<string, string>) =>
    call(`${url}/${path}/_tvilling/clock`, { headers }).then(({ status }) => status)
  expect(await ask('open', {})).toBe(200)
  expect(await ask('open', { host: 'twins.example.org' })).toBe(200)
  expect(await ask('open', { host: 'evil.example' })).toBe(403)
  expect(await ask('open', { 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await ask('locked', { host: 'evil.example', authorization: 'Bearer secret' })).toBe(200)
  expect(() => tvilling(one, { control: { token: '' } })).toThrow('The control token is empty')
})

test('off loopback any name is taken, since a token is demanded', async () => {
  const open = await startServer({ port: 0, host: '0.0.0.0', harness })
  const authorization = `Bearer ${open.controlToken}`
  const url = `http://127.0.0.1:${new URL(open.url).port}/_tvilling/clock`
  expect((await call(url, { headers: { host: 'twins.internal', authorization } })).status).toBe(200)
  await open.close()
})

test.each(['http://twins.test', 'twins.test:80', '*', 'a b', ''])(
  '"%s" is no name of a host',
  async (name) => {
    await expect(startServer({ port: 0, harness, allowedHosts: [name] })).rejects.toThrow(
      '--allowed-hosts takes names of hosts without port',
    )
  },
)
