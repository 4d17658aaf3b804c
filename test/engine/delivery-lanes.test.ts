import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'
import { quiet, turnedWall } from './wall.ts'

const real = { mode: 'real' } as const

test('messages for one webhook are sent one after the other, in order', async () => {
  let underWay = 0
  let most = 0
  const post = mailbox(() => async () => {
    underWay += 1
    most = Math.max(most, underWay)
    await quiet()
    underWay -= 1
    return 200
  })
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  for (const until of ['2026-01-02', '2026-01-03', '2026-01-04']) {
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until })
  }
  await harness.deliveries.settled()
  expect(post.letters.map(({ body }) => JSON.parse(body).until)).toEqual([
    '2026-01-02',
    '2026-01-03',
    '2026-01-04',
  ])
  expect(most).toBe(1)
})

test('a receiver that hangs holds up neither other webhooks nor what falls due', async () => {
  const wall = turnedWall()
  const post = mailbox(({ url }) => (url.endsWith('hangs') ? 'hang' : 200))
  await using harness = await openLibrary({ wall, clock: real, webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/hangs' })
  await call('PUT', '/webhooks/w2', { url: 'http://receiver.example/answers' })
  await call('PUT', '/books/b1/loans/l1')
  await quiet()
  await wall.turn(600_000)
  await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
  await wall.turn(14 * 86_400_000)

  const { items } = await harness.state.page('library', 'loans')
  expect(items[0]?.value['state']).toBe('OVERDUE')
  expect(post.letters.map(({ url, body }) => `${new URL(url).pathname} ${JSON.parse(body).state}`)).toEqual([
    '/hangs READY',
    '/answers READY',
    '/answers undefined',
    '/answers OVERDUE',
  ])
  await harness.reset()
})

test('a receiver that takes too long has failed this attempt', async () => {
  const post = mailbox((_, count) => (count === 1 ? 'hang' : 200))
  await using harness = await openLibrary({
    webhooks: { send: post.send },
    settings: { library: { timeout: 'PT0.02S' } },
  })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
  const { deliveries } = await harness.clock.advance('PT1M')
  expect(deliveries.map(({ state, status, error }) => ({ state, status, error }))).toEqual([
    { state: 'PENDING', status: undefined, error: expect.stringContaining('timeout') },
    { state: 'DELIVERED', status: 200, error: undefined },
  ])
})

test('closing waits for the message on its way, not for all that stand behind it', async () => {
  const post = mailbox(() => 'hang')
  const harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  for (let day = 10; day < 30; day += 1) {
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: `2026-01-${day}` })
  }
  await quiet()
  await harness.close()
  expect(post.letters).toHaveLength(1)
})
