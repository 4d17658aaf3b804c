import type { Harness } from 'tvilling'
import { describe, expect, test } from 'vitest'
import { type Mailbox, mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'
import { STORES } from './stores.ts'
import { quiet } from './wall.ts'

describe.each(STORES)('over %s', (_, openStore) => {
  async function announce(post: Mailbox, options: Parameters<typeof openLibrary>[0] = {}) {
    const harness = await openLibrary({
      store: openStore(),
      ...options,
      webhooks: { send: post.send, ...options.webhooks },
    })
    const { call } = await logIn(harness)
    await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
    return { harness, call }
  }

  async function only(harness: Harness) {
    const [delivery] = await harness.deliveries.list()
    if (!delivery) throw new Error('Nothing was delivered.')
    return delivery
  }

  test('a message that fails is tried again at the given times, with the same id and body', async () => {
    const post = mailbox((_, count) => (count < 3 ? 503 : 200))
    const { harness } = await announce(post)
    await using _ = harness
    const { deliveries } = await harness.clock.advance('PT1H')
    expect(
      deliveries.map(({ at, attempt, status, state }) => [at.slice(11, 19), attempt, status, state]),
    ).toEqual([
      ['00:00:00', 1, 503, 'PENDING'],
      ['00:01:00', 2, 503, 'PENDING'],
      ['00:06:00', 3, 200, 'DELIVERED'],
    ])
    expect(post.letters).toHaveLength(3)
    expect(new Set(post.letters.map((letter) => JSON.stringify(letter))).size).toBe(1)
    const { attempts, nextAttemptAt, ...delivery } = await only(harness)
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['retry', 'retry', 'accepted'])
    expect(nextAttemptAt).toBeUndefined()
    expect(delivery).not.toHaveProperty('secret')
  })

  test('when the last attempt fails the message has failed, and a refusal ends it at once', async () => {
    const failing = await announce(mailbox(() => 500))
    await using _ = failing.harness
    expect((await failing.harness.clock.advance('P30D')).deliveries.map(({ state }) => state)).toEqual([
      'PENDING',
      'PENDING',
      'FAILED',
    ])
    const gone = await announce(mailbox(() => 410))
    await using __ = gone.harness
    expect((await gone.harness.clock.advance('P30D')).deliveries.map(({ state }) => state)).toEqual([
      'DECLINED',
    ])
  })

  test('a webhook that is deleted gets nothing more', async () => {
    const post = mailbox(() => 500)
    const { harness, call } = await announce(post)
    await using _ = harness
    await harness.deliveries.settled()
    await call('DELETE', '/webhooks/w1')
    expect((await harness.clock.advance('P1D')).deliveries).toEqual([])
    expect(post.letters).toHaveLength(1)
    expect(await only(harness)).toMatchObject({ state: 'DROPPED', attempts: [{ outcome: 'retry' }] })
  })

  test('a webhook that is deleted while its message is on its way is not tried again', async () => {
    let fail = (_: number) => {}
    const post = mailbox(
      () => () =>
        new Promise<number>((resolve) => {
          fail = resolve
        }),
    )
    const { harness, call } = await announce(post)
    await using _ = harness
    await quiet()
    await call('DELETE', '/webhooks/w1')
    fail(500)
    await harness.clock.advance('P1D')
    expect(post.letters).toHaveLength(1)
    expect(await only(harness)).toMatchObject({ state: 'DROPPED', attempts: [{ outcome: 'retry' }] })
  })

  test('a message can be sent again, whatever became of it', async () => {
    const post = mailbox((_, count) => (count === 4 ? 200 : 500))
    const { harness } = await announce(post)
    await using _ = harness
    await harness.clock.advance('P1D')
    const { id, state } = await only(harness)
    expect(state).toBe('FAILED')

    expect(await harness.deliveries.redeliver(id)).toMatchObject({ state: 'PENDING' })
    await harness.deliveries.settled()
    expect(await only(harness)).toMatchObject({ id, state: 'DELIVERED' })
    expect(new Set(post.letters.map((letter) => JSON.stringify(letter))).size).toBe(1)
    await expect(harness.deliveries.redeliver('nothing')).rejects.toThrow('There is no delivery "nothing".')
  })

  test('sending a waiting message again takes the place of its next attempt', async () => {
    const post = mailbox(() => 500)
    const { harness } = await announce(post)
    await using _ = harness
    await harness.clock.advance('PT30S')
    await harness.deliveries.redeliver((await only(harness)).id)
    const { deliveries } = await harness.clock.advance('P1D')
    expect(deliveries.map(({ at, attempt }) => `${at.slice(11, 19)} ${attempt}`)).toEqual([
      '00:00:30 2',
      '00:05:30 3',
    ])
  })

  test('a host that is not allowed gets nothing, and the delivery says so', async () => {
    const post = mailbox()
    const { harness } = await announce(post, {
      webhooks: { send: post.send, allow: ({ hostname }) => hostname === '127.0.0.1' },
    })
    await using _ = harness
    const { deliveries } = await harness.clock.advance('P1D')
    expect(deliveries).toMatchObject([{ state: 'BLOCKED', error: 'The host is not on the allow-list.' }])
    expect(post.letters).toEqual([])
  })

  test('a message that is on its way during a reset changes nothing after it', async () => {
    let fail = (_: number) => {}
    const post = mailbox((_, count) =>
      count > 1
        ? 200
        : () =>
            new Promise<number>((resolve) => {
              fail = resolve
            }),
    )
    const { harness } = await announce(post)
    await using _ = harness
    await quiet()
    await harness.reset()
    const { call } = await logIn(harness)
    await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
    fail(500)
    await harness.deliveries.settled()
    expect(await only(harness)).toMatchObject({ state: 'DELIVERED', attempts: [{ outcome: 'accepted' }] })
  })

  test('deliveries can be listed by event and state', async () => {
    const { harness } = await announce(mailbox())
    await using _ = harness
    await harness.deliveries.settled()
    expect(
      await harness.deliveries.list({ simulator: 'library', event: 'CLOSED', state: 'DELIVERED' }),
    ).toHaveLength(1)
    expect(await harness.deliveries.list({ event: 'LOAN' })).toEqual([])
    expect(await harness.deliveries.list({ state: 'FAILED' })).toEqual([])
  })
})
