import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { describe, expect, test } from 'vitest'
import { call } from './call.ts'
import { fetchToken } from './token.ts'

const harness = { simulators, now: '2026-01-01T00:00:00Z' }

test('a server with a control token obeys only who has it, and tells everybody that it is ready', async () => {
  const server = await startServer({ port: 0, controlToken: 'open-sesame', harness })
  await expect(connect(server.url).clock.advance('PT1H')).rejects.toThrow('demands its control token')
  await expect(connect(server.url, { token: 'open-sesamE' }).reset()).rejects.toThrow(
    'demands its control token',
  )
  const advanced = await connect(server.url, { token: 'open-sesame' }).clock.advance('PT1H')
  expect(advanced.now).toBe('2026-01-01T01:00:00.000Z')
  expect((await fetch(`${server.url}/_tvilling/health`)).status).toBe(200)
  await server.close()
})

test('bound to more than loopback, a server makes a control token of its own', async () => {
  const server = await startServer({ port: 0, host: '0.0.0.0', harness })
  expect(server.controlToken).toMatch(/^\S{20,}$/)
  const { port } = new URL(server.url)
  await expect(connect(`http://127.0.0.1:${port}`).clock.read()).rejects.toThrow('demands its control token')
  await server.close()
})

describe('a token that protects nothing is refused before the server starts', () => {
  const others = { host: '0.0.0.0' }
  test.each([
    [{ controlToken: '' }, 'The control token is empty: give one, or leave it out.'],
    [{ ...others, controlToken: '' }, 'The control token is empty: give one, or leave it out.'],
    [{ controlToken: 'sesame\n' }, 'a character that a header cannot have'],
    [
      { ...others, controlToken: 'fifteen-letters' },
      'The control token has 15 characters: where other machines can reach the server it needs 16 or more.',
    ],
    [{ tenantTokens: [{ tenant: 'team-a', token: '' }] }, 'The token of the tenant team-a is empty'],
    [{ tenantTokens: [{ tenant: 'Team A', token: 'x' }] }, '"Team A" is no tenant\'s name'],
    [{ ...others, tenantTokens: [{ tenant: 'team-a', token: 'short' }] }, 'has 5 characters'],
  ])('%j', async (options, message) => {
    await expect(startServer({ port: 0, harness, ...options })).rejects.toThrow(message)
  })
})

describe('a token can be bound to tenants', () => {
  const tenantTokens = [
    { tenant: 'team-a', token: 'token-of-a' },
    { tenant: 'team-b', token: 'token~team-c' },
  ]
  const open = () => startServer({ port: 0, controlToken: 'for-all', tenantTokens, harness })

  test('and then controls that one only, and drops it', async () => {
    await using server = await open()
    const a = connect(server.url, { tenant: 'team-a', token: 'token-of-a' })
    expect((await a.clock.advance('PT1H')).now).toBe('2026-01-01T01:00:00.000Z')
    const elsewhere = connect(server.url, { tenant: 'team-b', token: 'token-of-a' })
    await expect(elsewhere.reset()).rejects.toMatchObject({
      status: 403,
      message: 'This token does not control the tenant team-b, but team-a: put /t/<tenant> before the path.',
    })
    await expect(connect(server.url, { token: 'token-of-a' }).reset()).rejects.toMatchObject({ status: 403 })
    await expect(elsewhere.tenants.drop('team-b')).rejects.toMatchObject({ status: 403 })
    await a.tenants.drop('team-a')
    expect(await connect(server.url, { token: 'for-all' }).tenants.list()).toMatchObject({
      tenants: ['default'],
    })
  })

  test('which is not named by what the token looks like', async () => {
    await using server = await open()
    const clock = await connect(server.url, { tenant: 'team-b', token: 'token~team-c' }).clock.read()
    expect(clock.now).toBe('2026-01-01T00:00:00.000Z')
    expect(await server.tenants.names()).toEqual(['default', 'team-b'])
  })

  test('the list of tenants needs the token for all, and everybody with a token reads the contract', async () => {
    await using server = await open()
    await expect(connect(server.url, { token: 'token-of-a' }).tenants.list()).rejects.toMatchObject({
      status: 403,
      message: 'The tenants are listed with the token for all of them; this one is for team-a.',
    })
    const contract = await call(`${server.url}/_tvilling/openapi.json`, {
      headers: { authorization: 'Bearer token-of-a' },
    })
    expect(contract.status).toBe(200)
  })

  test('without a token for all, the server makes one', async () => {
    await using server = await startServer({ port: 0, tenantTokens, harness })
    expect(server.madeToken).toBe(true)
    await expect(connect(server.url).reset()).rejects.toMatchObject({ status: 401 })
    await connect(server.url, { token: String(server.controlToken) }).reset()
  })
})

describe('no tenant is made by a request that is refused', () => {
  test('by its token, its path, its body or its name of a scenario', async () => {
    await using server = await startServer({ port: 0, controlToken: 'for-all', harness })
    const send = (path: string, token: string, body?: string) =>
      call(`${server.url}/t/new/_tvilling${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${token}` },
        ...(body !== undefined && { body }),
      }).then(({ status }) => status)
    expect(await send('/clock', 'wrong')).toBe(401)
    expect(await send('/health', 'wrong')).toBe(200)
    expect(await send('/nothing', 'for-all')).toBe(404)
    expect(await send('/clock/advance', 'for-all', '{')).toBe(400)
    expect(await send('/clock/advance', 'for-all', '{"by":5}')).toBe(400)
    expect(await send('/scenarios/nothing', 'for-all', '{}')).toBe(404)
    expect(await server.tenants.names()).toEqual(['default'])
    expect(await send('/clock/advance', 'for-all', '{"by":"PT1H"}')).toBe(200)
    expect(await server.tenants.names()).toEqual(['default', 'new'])
  })

  test('if tenants are not open, only who may control the server creates one', async () => {
    await using server = await startServer({ port: 0, openTenants: false, harness })
    const refused = await fetch(`${server.url}/t/team-a/v2/Indkaldelse`, { method: 'POST' })
    expect([refused.status, await refused.json()]).toEqual([
      404,
      {
        error:
          'There is no tenant "team-a". Whoever may control this server creates it with a first request, such as GET /t/team-a/_tvilling/clock; or start the server with --open-tenants.',
      },
    ])
    await connect(server.url, { tenant: 'team-a' }).clock.read()
    expect(await fetchToken(`${server.url}/t/team-a`)).toMatch(/^\S+$/)
  })

  test('off loopback that is the default', async () => {
    await using server = await startServer({ port: 0, host: '0.0.0.0', harness })
    const url = `http://127.0.0.1:${new URL(server.url).port}`
    expect((await fetch(`${url}/t/team-a/v2/Indkaldelse`, { method: 'POST' })).status).toBe(404)
    expect(await server.tenants.names()).toEqual(['default'])
    await using open = await startServer({ port: 0, host: '0.0.0.0', openTenants: true, harness })
    const openUrl = `http://127.0.0.1:${new URL(open.url).port}`
    expect((await fetch(`${openUrl}/t/team-a/v2/Indkaldelse`, { method: 'POST' })).status).toBe(401)
  })
})
