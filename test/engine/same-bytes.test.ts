import type { Harness } from 'tvilling'
import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'

async function live(harness: Harness): Promise<string> {
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/webhooks/w2', { url: 'http://receiver.example/2' })
  await Promise.all(['l1', 'l2', 'l3'].map((loan) => call('PUT', `/books/b1/loans/${loan}`)))
  await call('POST', '/books', '{')
  await call('GET', '/nowhere')
  const advanced = await harness.clock.advance('P20D')
  await call('GET', '/books')
  const again = await logIn(harness)
  await again.call('GET', '/books')
  const journal = await harness.journal.find()
  return JSON.stringify([advanced, journal, await harness.deliveries.list(), again.token])
}

const open = (seed: number) => {
  const post = mailbox((_, count) => (count % 3 === 0 ? 200 : 500))
  return openLibrary({ seed, webhooks: { send: post.send } })
}

test('the same seed and requests give the same bytes, another seed gives others', async () => {
  await using first = await open(1)
  await using second = await open(1)
  await using third = await open(2)
  const [a, b, c] = [await live(first), await live(second), await live(third)]
  expect(b).toBe(a)
  expect(c).not.toBe(a)
})

test('after a reset a harness is as it was at its start: documents, chance, clock, journal, faults', async () => {
  const post = mailbox()
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const before = await live(harness)
  await harness.clock.set({ mode: 'real', factor: 100 })
  await harness.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'status', status: 500 })
  await harness.people.change('1', { town: 'Odense' })
  await harness.reset()

  expect(await harness.clock.read()).toEqual({ now: '2026-01-01T00:00:00.000Z', mode: 'manual', factor: 1 })
  expect(await harness.faults.list()).toEqual([])
  expect(await harness.journal.find()).toEqual([])
  expect(await harness.deliveries.list()).toEqual([])
  expect(await live(harness)).toBe(before)
})

test('of two hundred requests at once that create the same thing, one wins', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      call('POST', '/books', { id: 'b1', title: `T${index}`, pages: 1 }),
    ),
  )
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  expect(statuses.filter((status) => status === 409)).toHaveLength(199)
})
