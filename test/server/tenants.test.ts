import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { type Server, startServer } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIndkaldelse, fetchToken } from './token.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
})
afterAll(() => server.close())

describe('tenants share a server and nothing else', () => {
  test('a tenant is named by a path prefix', async () => {
    const a = `${server.url}/t/path-a`
    const b = `${server.url}/t/path-b`
    const token = await fetchToken(a)
    expect(await createIndkaldelse(a, token, 'r')).toBe(200)
    expect(await createIndkaldelse(b, token, 'r')).toBe(401)
    expect(await createIndkaldelse(b, await fetchToken(b), 'r')).toBe(200)
  })

  test('a tenant is named by a header', async () => {
    const init = { headers: { 'x-tvilling-tenant': 'header-a' } }
    const token = await fetchToken(server.url, 'tvilling', init)
    expect(await createIndkaldelse(server.url, token, 'r', init)).toBe(200)
    expect(await createIndkaldelse(server.url, token, 'r')).toBe(401)
    expect(await createIndkaldelse(`${server.url}/t/header-a`, token, 'r')).toBe(412)
  })

  test('a tenant is named by an OAuth client that is bound to it, and its tokens lead there', async () => {
    const token = await fetchToken(server.url, 'tvilling@client-a')
    expect(await createIndkaldelse(server.url, token, 'r')).toBe(200)
    expect(await createIndkaldelse(`${server.url}/t/client-a`, token, 'r')).toBe(412)
  })

  test('each has its own clock', async () => {
    await connect(server.url, { tenant: 'clock-a' }).clock.advance('P1D')
    expect((await connect(server.url, { tenant: 'clock-a' }).clock.read()).now).toBe(
      '2026-01-02T00:00:00.000Z',
    )
    expect((await connect(server.url, { tenant: 'clock-b' }).clock.read()).now).toBe(
      '2026-01-01T00:00:00.000Z',
    )
  })

  test('a name that is none is refused with the rule for names', async () => {
    const response = await fetch(`${server.url}/t/Team%20A/v2/Indkaldelse`)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      error: '"Team%20A" is no tenant\'s name: use 1 to 63 lower-case letters, digits and hyphens.',
    })
  })
})
