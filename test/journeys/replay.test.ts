import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Har } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { main, type ServerOptions, startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { startReceiver } from '../receiver.ts'

const CONSUMERS = '/consumer-intelligence/v3'

/** A day of a client of two APIs over real sockets, and the recording of it. */
async function recordDay(clock: ServerOptions['harness']['clock'] = { mode: 'manual' }): Promise<Har> {
  const harness = { simulators, now: '2026-01-01T00:00:00Z', seed: 7, clock }
  const server = await startServer({ port: 0, harness })
  const receiver = await startReceiver()
  const control = connect(server.url)

  async function call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
    const init = { method, headers: { 'content-type': 'application/json', ...headers } }
    const response = await fetch(`${server.url}${path}`, text === undefined ? init : { ...init, body: text })
    const answer = await response.text()
    return answer === '' ? undefined : JSON.parse(answer)
  }

  async function signIn(path: string): Promise<Record<string, string>> {
    const form = {
      authorization: `Basic ${btoa('tvilling:tvilling')}`,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const { access_token } = await call('POST', path, form, 'grant_type=client_credentials')
    return { authorization: `Bearer ${access_token}` }
  }

  const bisnode = await signIn('/as/token.oauth2')
  await call('POST', `${CONSUMERS}/webhooks`, bisnode, { url: receiver.url, events: ['*'] })
  const people = ['198001022386', '196803092383', '197707072380', 'nonsense']
  const batch = people.map((legalId, index) => ({ market: 'SE', consumerId: `c${index}`, data: { legalId } }))
  await call('POST', `${CONSUMERS}/consumers`, bisnode, batch)
  receiver.answer(503, 503, 200)
  await Promise.all([
    control.clock.advance('PT2M'),
    ...[1, 2, 3, 4, 5].map((pageSize) => call('GET', `${CONSUMERS}/consumers?pageSize=${pageSize}`, bisnode)),
  ])
  await call('DELETE', `${CONSUMERS}/consumers`, bisnode, { consumerIds: ['c1'] })
  await call('PATCH', '/nowhere')
  await call('POST', `${CONSUMERS}/consumers`, bisnode, [{ market: 'sweden' }])
  await control.people.change('198001022386', { familyName: 'Lindqvist-Ek' })
  const fault = { simulator: 'consumer-intelligence', operation: 'listConsumers', fault: 'status' as const }
  await control.faults.add({ ...fault, status: 429, times: 1 })
  await call('GET', `${CONSUMERS}/consumers`, bisnode)
  await control.clock.advance('PT30M')
  await control.scenarios.load('indkaldelse-created')
  await call('GET', `${CONSUMERS}/audit-events`, bisnode)

  const star = await signIn('/connect/token')
  const headers = { ...star, 'x-civilregistrationIdentifier': '1702900991', 'x-requestId': 'r1' }
  const meeting = { moedeStarttidspunkt: '2026-02-01T10:00:00Z' }
  await Promise.all([1, 2, 3].map(() => call('POST', '/v2/Indkaldelse', headers, meeting)))
  const har = await control.journal.har()
  await receiver.close()
  await server.close()
  return har
}

async function replayed(har: unknown) {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-replay-'))
  const file = join(folder, 'run.har')
  writeFileSync(file, JSON.stringify(har))
  let out = ''
  const code = await main(['replay', file], {
    out: (text) => {
      out += text
    },
    error: (text) => {
      out += text
    },
  })
  rmSync(folder, { recursive: true })
  return { code, out }
}

test.each([
  ['on a manual clock', { mode: 'manual' as const }],
  ['on a real clock', { mode: 'real' as const }],
  ['on a clock that runs a thousand times as fast', { mode: 'real' as const, factor: 1_000 }],
])('a day that was recorded over sockets %s is the same when it is replayed', async (_, clock) => {
  const har = await recordDay(clock)
  expect(har.log._tvilling).toMatchObject({ seed: 7, start: '2026-01-01T00:00:00.000Z', complete: true })
  expect(await replayed(har)).toEqual({
    code: 0,
    out: `${har.log.entries.length} exchanges, all as they were recorded.\n`,
  })
})

test('the first exchange that differs is named, with the place and both values', async () => {
  const har = await recordDay()
  const entry = har.log.entries.find(({ request }) => request.url.includes('pageSize=3'))
  if (!entry?.response.content.text) throw new Error('There is no page.')
  const page = JSON.parse(entry.response.content.text)
  page.data[1].consumerId = 'somebody'
  entry.response.content.text = JSON.stringify(page)
  const { code, out } = await replayed(har)
  expect(code).toBe(1)
  expect(out).toContain(`Exchange ${entry._tvilling.exchange} differs: GET ${CONSUMERS}/consumers?pageSize=3`)
  expect(out).toContain('(consumer-intelligence.listConsumers)')
  expect(out).toContain('  where:    body /data/1/consumerId\n')
  expect(out).toContain('  recorded: "somebody"\n  replayed: "c1"\n')
})
