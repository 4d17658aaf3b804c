import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'

test('only the latest finished deliveries are kept, and the list says how many were dropped', async () => {
  const post = mailbox()
  await using harness = await openLibrary({ webhooks: { send: post.send, kept: 3 } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  const close = (day: number) =>
    harness.events.fire({ simulator: 'library', event: 'CLOSED', until: `2026-01-0${day}` })
  await harness.faults.add({ simulator: 'library', event: 'CLOSED', fault: 'drop', times: 1 })
  await close(1)
  await harness.clock.advance('PT1S')
  const [first] = await harness.deliveries.list()
  expect(first?.state).toBe('PENDING')
  for (const day of [2, 3, 4, 5, 6]) await close(day)
  await harness.clock.advance('PT1S')
  // The one that is still to be sent stays, however old it is.
  const listed = await harness.deliveries.list()
  expect(listed.filter(({ state }) => state === 'PENDING').map(({ id }) => id)).toEqual([first?.id])
  expect(listed.filter(({ state }) => state !== 'PENDING')).toHaveLength(3)
  expect(await harness.deliveries.dropped()).toBe(2)
  expect(await harness.deliveries.explain()).toMatch(/^2 older messages were dropped\.\n/)

  await harness.reset()
  expect(await harness.deliveries.dropped()).toBe(0)
})
