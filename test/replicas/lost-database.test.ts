import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../server/http/log.ts'
import { createTestDatabase } from '../postgres/database.ts'
import { startPostgresServer } from '../postgres/server.ts'
import { createJudge } from '../prove/fuzz/judge.ts'

const CONSUMERS = '/consumer-intelligence/v3'

/** A server over a PostgreSQL server of its own, which can be stopped. */
async function openServer() {
  const postgres = await startPostgresServer()
  onTestFinished(() => postgres.remove())
  const database = await createTestDatabase(postgres.url)
  let output = ''
  const log = await createLog('pretty', (text) => {
    output += text
  })
  const server = await startServer({
    port: 0,
    store: { kind: 'postgres', url: database.url },
    harness: { simulators, now: '2026-01-01T00:00:00Z', clock: { mode: 'manual' } },
    log,
  })
  onTestFinished(() => server.close())
  const control = connect(server.url)
  await control.tokens.accept({ token: 't', client: 'tvilling' })
  /** Each answer has ten seconds. */
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${server.url}${path}`, {
      method,
      headers: {
        authorization: 'Bearer t',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
  return { postgres, server, control, call, output: () => output }
}

/** A receiver whose answers wait until `answer` is called; later ones do not. */
async function slowReceiver() {
  const messages: string[] = []
  const waiting: ServerResponse[] = []
  let slow = true
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      messages.push((JSON.parse(body) as { type: string }).type)
      if (slow) waiting.push(response)
      else response.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    messages,
    answer() {
      slow = false
      for (const response of waiting.splice(0)) response.end()
    },
  }
}

const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await new Promise((done) => setTimeout(done, 20))
}

test('while the database is away providers answer in their own form and control with 503; then all goes on', async () => {
  const { postgres, control, call, output } = await openServer()
  const receiver = await slowReceiver()
  const judge = createJudge()
  const created = await call('POST', `${CONSUMERS}/webhooks`, {
    url: receiver.url,
    events: ['CONSUMER_UPLOADED'],
  })
  expect(created.status).toBe(201)
  const upload = (consumerId: string) =>
    call('POST', `${CONSUMERS}/consumers`, [{ market: 'SE', consumerId, data: { legalId: '198001022386' } }])
  expect((await upload('before')).status).toBe(202)
  await until(() => receiver.messages.length === 1)

  await postgres.stop()
  receiver.answer()
  for (const { name, contract } of simulators) {
    for (const operation of contract.operations) {
      const method = operation.method.toUpperCase()
      const path = operation.path.replace(/\{[^}]*\}/g, 'x')
      const response = await call(method, path)
      const { status } = response
      const about = `${name} ${method} ${path}`
      expect([500, 502, 503, 504], about).toContain(status)
      const documented = ['503', '502', '504', '500'].find((code) => operation.answers.has(code)) ?? '503'
      expect(`${about} ${status}`).toBe(`${about} ${documented}`)
      const answer = {
        status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
        isWhole: true,
        isDelimited: true,
      }
      if (!operation.answers.has(documented)) continue
      const { by, faults } = judge({ method, path, isHttp: true } as never, answer)
      expect([by, faults]).toEqual([`${name}.${operation.id}`, [`${status} is a failure of the server`]])
    }
  }
  expect((await upload('during')).status).toBe(502)
  expect((await call('GET', `${CONSUMERS}/nowhere`)).status).toBe(404)
  for (const [method, path, body] of [
    ['GET', '/clock'],
    ['POST', '/clock/advance', { by: 'PT1H' }],
    ['POST', '/reset'],
    ['GET', '/snapshot'],
    ['GET', '/journal'],
    ['GET', '/tenants'],
    ['POST', '/deliveries/settled'],
  ] as const) {
    const response = await call(method, `/_tvilling${path}`, body)
    expect(`${path} ${response.status}`).toBe(`${path} 503`)
    expect(await response.json()).toEqual({
      error: expect.stringMatching(
        /^The PostgreSQL database cannot be reached: .*\. Try again when it is back\.$/,
      ),
    })
  }
  const other = await call('GET', `/t/other${CONSUMERS}/consumers`)
  expect([other.status, await other.json()]).toMatchObject([503, { error: expect.any(String) }])

  await postgres.start()
  await until(async () => (await call('GET', '/_tvilling/clock')).ok)
  await control.deliveries.settled()
  // The first was on its way, and the other one behind it.
  expect(receiver.messages).toEqual(['PING', 'PING', 'CONSUMER_UPLOADED'])
  const [ping] = await control.deliveries.list({ event: 'PING' })
  expect(ping).toMatchObject({
    state: 'DELIVERED',
    attempts: [{ outcome: 'unknown' }, { mayRepeat: true }],
  })
  const page = await (await call('GET', `${CONSUMERS}/consumers`)).json()
  expect((page as { data: { consumerId: string }[] }).data.map(({ consumerId }) => consumerId)).toEqual([
    'before',
  ])
  expect((await upload('after')).status).toBe(202)
  expect(await control.clock.advance('PT1H')).toMatchObject({ now: '2026-01-01T01:00:00.000Z' })
  expect((await call('GET', `/t/other${CONSUMERS}/consumers`)).status).toBe(401)
  expect(output()).not.toContain('defect')
}, 60_000)
