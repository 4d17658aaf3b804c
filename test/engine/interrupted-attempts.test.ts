import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'
import { quiet } from './wall.ts'
import { spawnScript } from './with-door.ts'

test('an attempt that a kill interrupts stays in the ledger, and the next one is marked as one that may repeat it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-interrupted-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store.db')
  // Takes the message and never answers, so that the kill meets the process in the middle of its attempt.
  const receiver = createServer(() => child.kill('SIGKILL'))
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const child = spawnScript('killed-process.ts', [file, url], ['ignore', 'ignore', 'inherit'])
  expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
  receiver.closeAllConnections()
  receiver.close()

  const post = mailbox((_, count) => (count === 1 ? 500 : 200))
  // What is due is sent from the next turn of the event loop on; the ledger is read before that.
  await using harness = await openLibrary({ store: openSqliteStore(file), webhooks: { send: post.send } })
  const [before] = await harness.deliveries.list()
  const at = '2026-01-01T00:00:00.000Z'
  const interrupted = { at, steps: [], outcome: 'unknown' }
  expect(before).toMatchObject({ state: 'PENDING', attempts: [interrupted] })
  expect(await harness.deliveries.explain()).toContain(
    [
      `   ${at} attempt 1: begun, its outcome is unknown`,
      '   to come: that outcome, or attempt 2, which may repeat it',
    ].join('\n'),
  )

  const { deliveries } = await harness.clock.advance('PT1M')
  expect(deliveries.map(({ attempt, status, state }) => [attempt, status, state])).toEqual([
    [2, 500, 'PENDING'],
    [3, 200, 'DELIVERED'],
  ])
  const [after] = await harness.deliveries.list()
  expect(after?.attempts).toMatchObject([
    interrupted,
    { outcome: 'retry', mayRepeat: true },
    { outcome: 'accepted', at: '2026-01-01T00:01:00.000Z' },
  ])
  expect(after?.attempts[2]).not.toHaveProperty('mayRepeat')
  expect(await harness.deliveries.explain()).toContain(
    [
      `   ${at} attempt 1: begun, its outcome is unknown`,
      `   ${at} attempt 2: message -> 500 (may repeat attempt 1)`,
      '   2026-01-01T00:01:00.000Z attempt 3: message -> 200',
    ].join('\n'),
  )
})

test('an attempt that is under way is in the ledger as begun, and then with its outcome', async () => {
  let accept = (_: number) => {}
  const post = mailbox(
    () => () =>
      new Promise<number>((resolve) => {
        accept = resolve
      }),
  )
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
  await quiet()
  expect(await harness.deliveries.list()).toMatchObject([
    { state: 'PENDING', attempts: [{ outcome: 'unknown' }] },
  ])
  accept(200)
  await harness.deliveries.settled()
  const [delivery] = await harness.deliveries.list()
  expect(delivery?.attempts.map(({ outcome }) => outcome)).toEqual(['accepted'])
})
