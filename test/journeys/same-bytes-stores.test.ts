import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectPostgres, createHarness, openMemoryStore, openSqliteStore, type Store } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { mailbox } from '../engine/mailbox.ts'
import { turnedWall } from '../engine/wall.ts'
import { createTestDatabase } from '../postgres/database.ts'

const CONSUMERS = 'https://api.bisnode.com/consumer-intelligence/v3'

/** A day of a client of two APIs, with faults, failing receivers and a scenario: every byte of it. */
async function journey(store: Store): Promise<string[]> {
  const post = mailbox((_, count) => (count % 3 === 0 ? 200 : 503))
  const start = { now: '2026-01-01T00:00:00Z', seed: 7, wall: turnedWall() }
  await using harness = await createHarness({ simulators, ...start, store, webhooks: { send: post.send } })
  const seen: string[] = []

  async function call(method: string, url: string, headers: Record<string, string> = {}, body?: unknown) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const init = { method, headers: { 'content-type': 'application/json', ...headers } }
    const response = await harness.fetch(url, text === undefined ? init : { ...init, body: text })
    const answer = await response.text()
    seen.push([response.status, JSON.stringify([...response.headers]), answer].join('\n'))
    return answer === '' ? undefined : JSON.parse(answer)
  }

  async function signIn(url: string): Promise<Record<string, string>> {
    const form = {
      authorization: `Basic ${btoa('tvilling:tvilling')}`,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const { access_token } = await call('POST', url, form, 'grant_type=client_credentials')
    return { authorization: `Bearer ${access_token}` }
  }

  const bisnode = await signIn('https://login.bisnode.com/as/token.oauth2')
  await call('POST', `${CONSUMERS}/webhooks`, bisnode, { url: 'http://receiver.example/', events: ['*'] })
  const people = ['198001022386', '196803092383', '196803092383', '197707072380', 'nonsense']
  const batch = people.map((legalId, index) => ({ market: 'SE', consumerId: `c${index}`, data: { legalId } }))
  await call('POST', `${CONSUMERS}/consumers`, bisnode, batch)
  // What is due already is sent by itself: sooner or later, by the store.
  await harness.deliveries.settled()
  seen.push(JSON.stringify(await harness.clock.advance('PT2M')))
  await call('GET', `${CONSUMERS}/consumers?pageSize=2`, bisnode)
  await harness.faults.add({
    simulator: 'consumer-intelligence',
    operation: 'deleteConsumers',
    fault: 'response-lost',
    times: 1,
  })
  await call('DELETE', `${CONSUMERS}/consumers`, bisnode, { consumerIds: ['c1'] }).catch(() => {
    seen.push('lost')
  })
  await harness.deliveries.settled()
  await call('POST', `${CONSUMERS}/consumers`, bisnode, [{ market: 'sweden' }])
  await harness.people.change('198001022386', { familyName: 'Lindqvist-Ek' })
  await harness.scenarios.load('bundle-approved', { id: 'b1' })
  await harness.deliveries.settled()
  seen.push(JSON.stringify(await harness.clock.advance('PT30M')))
  await call('GET', `${CONSUMERS}/audit-events`, bisnode)
  seen.push(JSON.stringify(await harness.state.page('consumer-intelligence', 'consumers')))
  seen.push(JSON.stringify(await harness.deliveries.list()), JSON.stringify(post.letters))
  const { store: stored, ...snapshot } = await harness.snapshot()
  // Where several servers count exchanges, their store keeps the exact number.
  const { exchanges, turn, ...meta } = stored.meta
  seen.push(JSON.stringify({ ...snapshot, store: { ...stored, meta } }))
  return seen
}

test('the same seed and requests give the same bytes over memory, SQLite and PostgreSQL', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-bytes-'))
  const inMemory = await journey(openMemoryStore())
  expect(inMemory.length).toBeGreaterThan(10)
  expect(await journey(openSqliteStore(':memory:'))).toEqual(inMemory)
  expect(await journey(openSqliteStore(join(folder, 'store.db')))).toEqual(inMemory)
  rmSync(folder, { recursive: true })
  await using database = await createTestDatabase()
  const postgres = await connectPostgres(database.url)
  expect(await journey(postgres.store('journey'))).toEqual(inMemory)
  await postgres.close()
}, 60_000)
