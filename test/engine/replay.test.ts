import { fromHar, type Harness, replay } from 'tvilling'
import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { library, logIn, openLibrary } from './sample.ts'
import { quiet, turnedWall } from './wall.ts'

async function replayed(harness: Harness) {
  const har = JSON.parse(JSON.stringify(await harness.journal.har()))
  return replay(fromHar(har), [library()])
}

const receipts = async (responses: readonly Response[]) =>
  Promise.all(responses.map(async (response) => ((await response.json()) as { receipt: string }).receipt))

test('requests that came at the same time, while the clock was moved, are answered in the same order', async () => {
  await using harness = await openLibrary({ webhooks: { send: mailbox().send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  const lend = (id: number) => call('PUT', `/books/b/loans/l${id}`)
  await Promise.all([1, 2, 3].map(lend))
  const [, , ...lent] = await Promise.all([
    harness.clock.advance('PT1H'),
    harness.clock.advance('P20D'),
    ...[4, 5, 6, 7, 8, 9].map(lend),
  ])
  expect(new Set(await receipts(lent)).size).toBe(6)
  await call('GET', '/books')
  expect(await replayed(harness)).toEqual({ exchanges: 12, difference: undefined })
})

test('work that fell due on a clock that runs is done again at the instant at which it was done', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: { mode: 'real', factor: 1 } })
  const { call } = await logIn(harness)
  await call('PUT', '/books/b/loans/l1')
  await wall.turn(605_123)
  await quiet()
  const due = await harness.state.page('library', 'loans')
  expect(due.items[0]?.value['state']).toBe('READY')
  await call('PUT', '/books/b/loans/l2')
  await wall.turn(1_209_600_000)
  await quiet()
  const { call: callAgain } = await logIn(harness)
  await callAgain('PUT', '/books/b/loans/l3')
  expect(await replayed(harness)).toEqual({ exchanges: 5, difference: undefined })
})

test('receivers answer as they did, though messages are late, held back and sent twice', async () => {
  const receivers = mailbox((_, count) => (count < 3 ? 500 : 200))
  await using harness = await openLibrary({ webhooks: { send: receivers.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  for (const fault of ['reorder', 'duplicate', 'before-response'] as const) {
    await harness.faults.add({ simulator: 'library', fault, times: 2 })
  }
  for (const until of ['2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05']) {
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until })
    await call('PUT', `/books/b/loans/${until}`)
    await harness.clock.advance('PT3M')
  }
  const [first] = await harness.deliveries.list()
  await harness.deliveries.redeliver(first?.id ?? '')
  await harness.deliveries.settled()
  await harness.clock.advance('PT20M')
  await call('DELETE', '/webhooks/w1')
  await call('PUT', '/books/b/loans/last')
  await harness.clock.advance('P15D')
  const sent = receivers.letters.length
  expect((await replayed(harness)).difference).toBeUndefined()
  expect(receivers.letters).toHaveLength(sent)
})

test('what failed fails again: refused actions, work that throws, operations that throw', async () => {
  await using harness = await openLibrary({ onDefect: () => {} })
  const { call } = await logIn(harness)
  await expect(harness.people.change('1', { town: 'Nowhere' })).rejects.toThrow()
  await expect(harness.people.change('77', { town: 'Oslo' })).rejects.toThrow()
  for (const [book, loan] of [
    ['cursed', 'l1'],
    ['b', 'l2'],
    ['cursed', 'l3'],
  ]) {
    await call('PUT', `/books/${book}/loans/${loan}`)
  }
  await harness.clock.advance('PT10M')
  await call('POST', '/mischief/throw')
  await call('POST', '/mischief/breach')
  await call('PUT', '/books/b/loans/l4')
  expect((await replayed(harness)).difference).toBeUndefined()
})

test('a restore in the middle is done again', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await call('PUT', '/books/b/loans/l1')
  const snapshot = await harness.snapshot()
  await harness.clock.advance('PT10M')
  await call('PUT', '/books/b/loans/l2')
  await harness.restore(snapshot)
  await call('PUT', '/books/b/loans/l3')
  await harness.clock.advance('PT10M')
  await call('PUT', '/books/b/loans/l4')
  expect(await replayed(harness)).toEqual({ exchanges: 5, difference: undefined })
})

test('after a reset the recording begins anew', async () => {
  await using harness = await openLibrary()
  await logIn(harness)
  await harness.reset()
  const { call } = await logIn(harness)
  await call('PUT', '/books/b/loans/l1')
  expect(await replayed(harness)).toEqual({ exchanges: 2, difference: undefined })
})

test('faults that delay or break answers do not hold a replay up', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const at = { simulator: 'library', operation: 'lendBook', times: 1 }
  await harness.faults.add({ ...at, fault: 'delay', delay: { from: 'PT1M', to: 'PT1H' } })
  await harness.faults.add({ ...at, fault: 'response-lost' })
  const late = call('PUT', '/books/b/loans/l1')
  await new Promise<void>((done) => setImmediate(done))
  await harness.clock.advance('PT2H')
  await late
  const { call: callAgain } = await logIn(harness)
  await expect(callAgain('PUT', '/books/b/loans/l2')).rejects.toThrow('fetch failed')
  await callAgain('PUT', '/books/b/loans/l3')
  expect(await replayed(harness)).toEqual({ exchanges: 5, difference: undefined })
})
