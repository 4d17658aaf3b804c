import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { afterAll, expect, test } from 'vitest'
import { createIndkaldelse, fetchToken } from './token.ts'

const harness = { simulators, now: '2026-01-01T00:00:00Z' }
const folder = mkdtempSync(join(tmpdir(), 'tvilling-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a tenant that is dropped is forgotten, and its name can be used again', async () => {
  const server = await startServer({ port: 0, harness })
  const team = `${server.url}/t/team-a`
  const { clock, tenants } = connect(server.url, { tenant: 'team-a' })
  await clock.advance('P1D')
  const token = await fetchToken(team)
  expect(await createIndkaldelse(team, token, 'r1')).toBe(200)
  expect(await tenants.list()).toEqual({ tenants: ['default', 'team-a'], limit: 1_000 })

  await tenants.drop('team-a')
  expect(await tenants.list()).toEqual({ tenants: ['default'], limit: 1_000 })
  expect(await createIndkaldelse(team, token, 'r1')).toBe(401)
  expect(await clock.read()).toMatchObject({ now: '2026-01-01T00:00:00.000Z' })
  await server.close()
})

test('its file goes with it, those of others stay', async () => {
  const store = { kind: 'sqlite', file: join(folder, 'server.db') } as const
  const server = await startServer({ port: 0, harness, store })
  for (const tenant of ['team-a', 'team-b']) await fetchToken(`${server.url}/t/${tenant}`)
  await connect(server.url).tenants.drop('team-a')
  await server.close()
  expect(readdirSync(folder).sort()).toEqual(['server.db', 'server.db.team-b.tenant'])
})

test('a tenant may be dropped while it is busy: each request is answered, or gets an error', async () => {
  const store = { kind: 'sqlite', file: join(folder, 'busy.db') } as const
  const defects: unknown[] = []
  const server = await startServer({
    port: 0,
    harness: { ...harness, onDefect: (error) => defects.push(error) },
    store,
  })
  const team = `${server.url}/t/team-a`
  const token = await fetchToken(team)
  const calls = Array.from({ length: 30 }, (_, index) => createIndkaldelse(team, token, `r${index}`))
  const [statuses] = await Promise.all([
    Promise.all(calls),
    connect(server.url).tenants.drop('team-a'),
    connect(server.url).tenants.list(),
  ])
  for (const status of statuses) expect([200, 401, 409]).toContain(status)
  expect(defects).toEqual([])
  expect(await createIndkaldelse(team, await fetchToken(team), 'r1')).toBe(200)
  await server.close()
})

test('what cannot be dropped is said', async () => {
  const server = await startServer({ port: 0, harness })
  const { tenants } = connect(server.url)
  await expect(tenants.drop('default')).rejects.toMatchObject({
    status: 409,
    message: 'The default tenant cannot be dropped: reset it instead.',
  })
  await expect(tenants.drop('team-a')).rejects.toMatchObject({
    status: 404,
    message: 'There is no tenant "team-a". There is default.',
  })
  await server.close()
})

test('a server that is full says so in one sentence, and has room again when a tenant is dropped', async () => {
  const server = await startServer({ port: 0, harness, maxTenants: 2 })
  await fetchToken(`${server.url}/t/team-a`)
  const refused = await fetch(`${server.url}/t/team-b/v2/Indkaldelse`, { method: 'POST' })
  const error =
    'This server is full: it has 2 tenants. Drop one with DELETE /_tvilling/tenants/{tenant}, or start it with a greater --max-tenants.'
  expect([refused.status, await refused.json()]).toEqual([409, { error }])
  const other = connect(server.url, { tenant: 'team-b' })
  await expect(other.clock.read()).rejects.toMatchObject({ status: 409, message: error })
  expect(await other.tenants.list()).toEqual({ tenants: ['default', 'team-a'], limit: 2 })
  await other.tenants.drop('team-a')
  expect((await other.clock.read()).now).toBe('2026-01-01T00:00:00.000Z')
  await server.close()
})
