import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { type ServerOptions, startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { createTestDatabase } from '../postgres/database.ts'
import { startReceiver } from '../receiver.ts'
import { type Family, readPrometheusText } from './prometheus-text.ts'
import { fetchToken } from './token.ts'

const harness = { simulators, now: '2026-01-01T00:00:00Z' }

async function withServer(
  options: Partial<ServerOptions>,
  run: (url: string, metrics: () => Promise<Map<string, Family>>) => Promise<void>,
) {
  const server = await startServer({ port: 0, harness, ...options })
  const metrics = async () => readPrometheusText(await connect(server.url).metrics())
  await run(server.url, metrics).finally(server.close)
}

const valueIn = (families: Map<string, Family>, name: string, labels: object = {}) =>
  families
    .get(name)
    ?.samples.find((sample) =>
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    )?.value

test('metrics count requests by simulator, operation and status, with their latency', async () => {
  await withServer({}, async (url, metrics) => {
    await fetchToken(url)
    await fetchToken(url)
    await fetch(`${url}/v2/Indkaldelse`, { method: 'POST' })
    const families = await metrics()
    const token = { simulator: 'indkaldelse', operation: 'requestToken' }
    expect(families.get('tvilling_requests_total')?.samples).toEqual([
      { name: 'tvilling_requests_total', labels: { ...token, status: '200' }, value: 2 },
      expect.objectContaining({ labels: expect.objectContaining({ status: '401' }), value: 1 }),
    ])
    expect(valueIn(families, 'tvilling_request_duration_seconds', { ...token, le: '+Inf' })).toBe(2)
    const sum = families
      .get('tvilling_request_duration_seconds')
      ?.samples.find(({ name, labels }) => name.endsWith('_sum') && labels['operation'] === 'requestToken')
    expect(sum?.value).toBeGreaterThan(0)
    expect(sum?.value).toBeLessThan(60)
    expect(families.has('nodejs_eventloop_lag_seconds')).toBe(true)
    expect(families.has('process_cpu_user_seconds_total')).toBe(true)
  })
})

test('whatever paths and tenants clients ask for, there is one label for what matches nothing', async () => {
  await withServer({ maxTenants: 3 }, async (url, metrics) => {
    const before = (await metrics()).get('tvilling_requests_total')?.samples.length
    for (const path of ['/a', '/b', '/t/one/c', '/t/two/d', '/t/three/e', '/t/NO/f', '/e/nowhere/g'])
      await fetch(`${url}${path}`)
    const families = await metrics()
    const statuses = families.get('tvilling_requests_total')?.samples ?? []
    expect(before).toBe(0)
    expect(new Set(statuses.map(({ labels }) => labels['operation']))).toEqual(new Set(['unmatched']))
    expect(statuses.reduce((sum, { value }) => sum + value, 0)).toBe(7)
    expect(valueIn(families, 'tvilling_tenants')).toBe(3)
  })
})

test('metrics count attempts to deliver by outcome, messages by how they ended, and the work that waits', async () => {
  const receiver = await startReceiver()
  receiver.answer(503, 200)
  await withServer({}, async (url, metrics) => {
    const control = connect(url)
    await control.scenarios.load('webhook-registered', { url: receiver.url, events: ['PING'] })
    await control.deliveries.settled()
    const first = await metrics()
    const simulator = 'consumer-intelligence'
    expect(valueIn(first, 'tvilling_delivery_attempts_total', { simulator, outcome: 'retry' })).toBe(1)
    expect(first.get('tvilling_deliveries_total')?.samples).toEqual([])
    expect([valueIn(first, 'tvilling_jobs'), valueIn(first, 'tvilling_late_tenants')]).toEqual([1, 0])
    await control.clock.advance('P1D')
    const second = await metrics()
    expect(valueIn(second, 'tvilling_delivery_attempts_total', { simulator, outcome: 'accepted' })).toBe(1)
    expect(valueIn(second, 'tvilling_deliveries_total', { simulator, state: 'DELIVERED' })).toBe(1)
    expect(valueIn(second, 'tvilling_jobs')).toBe(0)
  }).finally(receiver.close)
})

test('metrics need the control token, as control does', async () => {
  const server = await startServer({ port: 0, harness, controlToken: 'a-token-of-enough-length' })
  expect((await fetch(`${server.url}/_tvilling/metrics`)).status).toBe(401)
  const headers = { authorization: 'Bearer a-token-of-enough-length' }
  const answer = await fetch(`${server.url}/_tvilling/metrics`, { headers })
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  await server.close()
})

test('a token for one tenant does not read the metrics of all', async () => {
  const tenantTokens = [{ tenant: 'team-a', token: 'a-token-of-team-a-only' }]
  const server = await startServer({ port: 0, harness, tenantTokens })
  const headers = { authorization: 'Bearer a-token-of-team-a-only' }
  expect((await fetch(`${server.url}/t/team-a/_tvilling/metrics`, { headers })).status).toBe(403)
  await server.close()
})

test('two servers of one process count for themselves', async () => {
  await withServer({}, async (url, metrics) => {
    await withServer({}, async (_, others) => {
      await fetchToken(url)
      expect((await metrics()).get('tvilling_requests_total')?.samples).toHaveLength(1)
      expect((await others()).get('tvilling_requests_total')?.samples).toHaveLength(0)
    })
  })
})

test('on PostgreSQL, metrics tell of its connections and of the jobs of all tenants', async () => {
  await using database = await createTestDatabase()
  await withServer({ store: { kind: 'postgres', url: database.url } }, async (url, metrics) => {
    for (const tenant of ['one', 'two'])
      await connect(url, { tenant }).scenarios.load('consumers-uploaded', { count: 3 })
    const families = await metrics()
    expect(valueIn(families, 'tvilling_store_info', { kind: 'postgres' })).toBe(1)
    expect(valueIn(families, 'tvilling_jobs')).toBe(6)
    expect(valueIn(families, 'tvilling_job_lag_seconds')).toBe(0)
    expect(valueIn(families, 'tvilling_postgres_unavailable')).toBe(0)
    expect(valueIn(families, 'tvilling_postgres_connections_max')).toBe(10)
    expect(valueIn(families, 'tvilling_postgres_transactions_total')).toBeGreaterThan(3)
  })
})
