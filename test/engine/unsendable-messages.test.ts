import { describe, expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'
import { STORES } from './stores.ts'

const closed = { simulator: 'library', event: 'CLOSED', until: '2026-01-02' }

describe.each(STORES)('over %s', (_, openStore) => {
  test.each([
    ['http://a:99999/', 'The URL must have a port from 1 to 65535.'],
    ['http://[::1', 'The URL is not a URL.'],
    ['', 'The URL is not a URL.'],
    ['receiver.example/hook', 'The URL is not a URL.'],
    ['ftp://receiver.example/', 'unknown scheme'],
    ['http://user:secret@receiver.example/', expect.stringContaining('includes credentials')],
    ['http://receiver.example:6000/', 'bad port'],
  ])('a stored URL that nobody can send to, "%s", is a failed attempt', async (url, error) => {
    await using harness = await openLibrary({ store: openStore() })
    const { call } = await logIn(harness)
    await call('PUT', '/webhooks/w1', { url })
    await harness.events.fire(closed)
    const { deliveries } = await harness.clock.advance('PT1H')
    expect(deliveries.map((delivery) => [delivery.state, delivery.error])).toEqual([
      ['PENDING', error],
      ['PENDING', error],
      ['FAILED', error],
    ])
  })

  test('so it is with an allow-list', async () => {
    const webhooks = { allow: () => true }
    await using harness = await openLibrary({ store: openStore(), webhooks })
    const { call } = await logIn(harness)
    await call('PUT', '/webhooks/w1', { url: 'http://a:99999/' })
    await harness.events.fire(closed)
    expect((await harness.clock.advance('PT0S')).deliveries).toMatchObject([{ state: 'PENDING' }])
  })

  test('so it is with what a snapshot brings', async () => {
    await using first = await openLibrary()
    const { call } = await logIn(first)
    await call('PUT', '/webhooks/w1', { url: 'http://[::1' })
    await using second = await openLibrary({ store: openStore() })
    await second.restore(await first.snapshot())
    await second.events.fire(closed)
    expect((await second.clock.advance('PT0S')).deliveries).toMatchObject([
      { state: 'PENDING', error: 'The URL is not a URL.' },
    ])
  })
})

test.each<[string, unknown, string]>([
  ['an error without a cause', new TypeError('no'), 'no'],
  ['a text', 'gone', 'gone'],
  ['nothing', undefined, 'undefined'],
])('a sender that throws %s makes a failed attempt', async (_, thrown, error) => {
  const send = async () => {
    throw thrown
  }
  await using harness = await openLibrary({ webhooks: { send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/' })
  await harness.events.fire(closed)
  expect((await harness.clock.advance('PT0S')).deliveries).toMatchObject([{ state: 'PENDING', error }])
})
