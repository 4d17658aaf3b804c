import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'

test('an advance runs work in order of its time, with the work that work creates, and tells what happened', async () => {
  const seen: string[] = []
  const post = mailbox()
  await using harness = await openLibrary(
    { webhooks: { send: post.send }, settings: { library: { lending: 'PT3M', fetching: 'PT10M' } } },
    { remind: ({ text }) => seen.push(text) },
  )
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/books/b1/loans/early')
  await harness.clock.advance('PT4M')
  await call('PUT', '/books/lost-b2/loans/late')

  const { now, transitions, deliveries } = await harness.clock.advance('PT11M')

  expect(now).toBe('2026-01-01T00:15:00.000Z')
  expect(transitions.map(({ at, key, from, to }) => `${at} ${key} ${from} ${to}`)).toEqual([
    '2026-01-01T00:10:00.000Z early ORDERED READY',
    '2026-01-01T00:13:00.000Z early READY OVERDUE',
    '2026-01-01T00:14:00.000Z late ORDERED LOST',
  ])
  expect(transitions[0]).toMatchObject({ simulator: 'library', collection: 'loans' })
  expect(
    deliveries.map(({ at, event, state, attempt, status }) => [at, event, state, attempt, status]),
  ).toEqual([
    ['2026-01-01T00:10:00.000Z', 'LOAN', 'DELIVERED', 1, 200],
    ['2026-01-01T00:13:00.000Z', 'LOAN', 'DELIVERED', 1, 200],
    ['2026-01-01T00:14:00.000Z', 'LOAN', 'DELIVERED', 1, 200],
  ])
  expect(post.letters.map(({ body }) => JSON.parse(body))).toEqual([
    { loan: 'early', state: 'READY' },
    { loan: 'early', state: 'OVERDUE' },
    { loan: 'late', state: 'LOST' },
  ])
  expect(seen).toEqual(['Remind early'])
  const notes = await harness.state.page('library', 'notes')
  expect(notes.items.map(({ value }) => value['text'])).toEqual(['2026-01-01T00:13:00.000Z'])
})

test('work that falls due together runs in the order in which it was planned', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  for (const loan of ['c', 'a', 'b']) await call('PUT', `/books/b1/loans/${loan}`)
  const { transitions } = await harness.clock.advance('PT10M')
  expect(transitions.map(({ key }) => key)).toEqual(['c', 'a', 'b'])
})

test('work due exactly at the target runs, and work a millisecond later does not', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await call('PUT', '/books/b1/loans/l1')
  expect((await harness.clock.advance('PT9M59.999S')).transitions).toHaveLength(0)
  expect((await harness.clock.advance('PT0.001S')).transitions).toHaveLength(1)
})

test('deliveries of one instant stand in the order in which they were begun, whoever answers first', async () => {
  const wait = (turns: number) => async () => {
    for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((done) => setImmediate(done))
    return 500
  }
  const post = mailbox(({ url }) => wait(url.endsWith('slow') ? 20 : 0))
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/slow' })
  await call('PUT', '/webhooks/w2', { url: 'http://receiver.example/fast' })
  await call('PUT', '/books/b1/loans/l1')
  const { deliveries } = await harness.clock.advance('PT20M')
  expect(deliveries.map(({ url, attempt }) => `${new URL(url).pathname} ${attempt}`)).toEqual([
    '/slow 1',
    '/fast 1',
    '/slow 2',
    '/fast 2',
    '/slow 3',
    '/fast 3',
  ])
})

test('five thousand transitions of one instant take one advance', async () => {
  await using harness = await openLibrary()
  const { token } = await logIn(harness)
  const headers = { authorization: `Bearer ${token}` }
  for (let loan = 0; loan < 5_000; loan += 1) {
    await harness.handle({ method: 'PUT', path: `/books/b/loans/${loan}`, query: '', headers })
  }
  const { transitions } = await harness.clock.advance('PT10M')
  expect(transitions).toHaveLength(5_000)
})
