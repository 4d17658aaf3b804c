import { createHarness, type Harness, UsageError } from 'tvilling'
import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { library, logIn, openLibrary } from './sample.ts'
import { quiet } from './wall.ts'

const REFUSED =
  'Receivers of webhooks are waited for, and you may be one of them: answer the webhook first, then call again.'

/** A harness with a webhook whose receiver calls it before it answers; what the call led to is kept. */
async function withReceiver(call: (harness: Harness) => Promise<unknown>) {
  const outcomes: unknown[] = []
  const post = mailbox(() => async () => {
    outcomes.push(
      await call(harness).then(
        () => 'done',
        (error) => error,
      ),
    )
    return 200
  })
  const harness: Harness = await openLibrary({
    webhooks: { send: post.send },
    settings: { library: { timeout: 'PT30S' } },
  })
  const client = await logIn(harness)
  await client.call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  return { harness, client, outcomes }
}

const closed = { simulator: 'library', event: 'CLOSED', until: '2026-01-02' }

test.each<[string, (harness: Harness) => Promise<unknown>]>([
  ['advances the clock', (harness) => harness.clock.advance('PT1S')],
  ['sets the clock', (harness) => harness.clock.set({ now: '2026-02-01T00:00:00Z' })],
  ['sets the mode of the clock', (harness) => harness.clock.set({ mode: 'manual' })],
  ['resets', (harness) => harness.reset()],
  ['restores', async (harness) => harness.restore(await harness.snapshot())],
  ['waits for deliveries', (harness) => harness.deliveries.settled()],
])('a receiver that %s while an advance waits for it is refused at once', async (_, call) => {
  const { harness, client, outcomes } = await withReceiver(call)
  await using __ = harness
  await client.call('PUT', '/books/b/loans/l1')
  const { deliveries } = await harness.clock.advance('PT10M')
  expect(outcomes).toEqual([new UsageError(REFUSED, 409)])
  expect(outcomes[0]).toMatchObject({ status: 409 })
  expect(deliveries).toMatchObject([{ state: 'DELIVERED', status: 200 }])
  expect((await harness.clock.read()).now).toBe('2026-01-01T00:10:00.000Z')
})

test.each<[string, (harness: Harness) => Promise<unknown>]>([
  ['advances the clock', (harness) => harness.clock.advance('PT1S')],
  ['waits for deliveries', (harness) => harness.deliveries.settled()],
])('a receiver that %s while somebody waits for deliveries is refused at once', async (_, call) => {
  const { harness, outcomes } = await withReceiver(call)
  await using __ = harness
  await harness.events.fire(closed)
  await harness.deliveries.settled()
  expect(outcomes).toEqual([new UsageError(REFUSED, 409)])
})

test('a receiver may read while an advance waits for it', async () => {
  const { harness, client, outcomes } = await withReceiver(async (twin) => {
    await twin.clock.read()
    await twin.snapshot()
    await twin.journal.find()
    await twin.deliveries.list()
    await twin.state.page('library', 'loans')
  })
  await using _ = harness
  await client.call('PUT', '/books/b/loans/l1')
  await harness.clock.advance('PT10M')
  expect(outcomes).toEqual(['done'])
})

test('a receiver that is called in the middle of a long advance is refused when the advance waits for it', async () => {
  const { harness, client, outcomes } = await withReceiver((twin) => twin.clock.advance('PT1S'))
  await using _ = harness
  await client.call('DELETE', '/webhooks/w1')
  for (let loan = 0; loan < 300; loan += 1) await client.call('PUT', `/books/b/loans/l${loan}`)
  await client.call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  const { now, deliveries } = await harness.clock.advance('PT10M')
  expect(now).toBe('2026-01-01T00:10:00.000Z')
  expect(deliveries.every(({ state }) => state === 'DELIVERED')).toBe(true)
  expect(outcomes.length).toBe(300)
  expect(outcomes.every((outcome) => (outcome as UsageError).status === 409)).toBe(true)
})

test('a receiver that answers first and then advances the clock gets its turn', async () => {
  let later: Promise<unknown> | undefined
  const post = mailbox((_, count) => {
    if (count === 1) later = quiet().then(() => harness.clock.advance('PT1H'))
    return 200
  })
  await using harness = await createHarness({
    simulators: [library()],
    now: '2026-01-01T00:00:00Z',
    webhooks: { send: post.send },
  })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/books/b/loans/l1')
  await harness.clock.advance('PT10M')
  expect(await later).toMatchObject({ now: '2026-01-01T01:10:00.000Z' })
})

test('two advances at once add up, with messages to send too', async () => {
  const post = mailbox(() => async () => {
    await quiet()
    return 200
  })
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/books/b/loans/l1')
  const both = await Promise.all([
    harness.clock.advance('PT10M'),
    harness.clock.advance('PT10M'),
    harness.deliveries.settled(),
  ])
  expect(both.slice(0, 2)).toMatchObject([
    { now: '2026-01-01T00:10:00.000Z' },
    { now: '2026-01-01T00:20:00.000Z' },
  ])
})
