import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Harness } from 'tvilling'
import { expect, test } from 'vitest'
import { createMemoryJournal } from '../../src/journal/memory-journal.ts'
import { logIn, openLibrary } from './sample.ts'

const knock = (harness: Harness, times: number, size = 0) =>
  Promise.all(
    Array.from({ length: times }, () =>
      harness.handle({ method: 'GET', path: '/books', query: 'x'.repeat(size), headers: {} }),
    ),
  )

test('the journal keeps exchanges as they took place, oldest first', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.clock.advance('PT1S')
  await call('POST', '/books?x=1', { id: 'b1', title: 'T', pages: 1 })
  const [token, created] = await harness.journal.find()
  expect(token).toMatchObject({ id: 1, operation: 'requestToken', client: undefined })
  expect(created).toMatchObject({
    id: 2,
    at: '2026-01-01T00:00:01.000Z',
    simulator: 'library',
    operation: 'createBook',
    client: 'tvilling',
    request: { method: 'POST', url: '/books?x=1', body: '{"id":"b1","title":"T","pages":1}' },
    response: { status: 201, headers: { 'x-tvilling-exchange': '2' } },
    reason: undefined,
    breaches: [],
  })
})

test('it can be asked by operation, status, time and number', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  for (const path of ['/books', '/books/x', '/books/y', '/nowhere']) {
    await harness.clock.advance('PT1S')
    await call('GET', path)
  }
  const idsOf = async (filter: Parameters<typeof harness.journal.find>[0]) =>
    (await harness.journal.find(filter)).map(({ id }) => id)
  expect(await idsOf({ operation: 'readBook' })).toEqual([3, 4])
  expect(await idsOf({ status: 404 })).toEqual([3, 4, 5])
  expect(await idsOf({ simulator: 'other' })).toEqual([])
  expect(await idsOf({ since: '2026-01-01T00:00:02Z', until: '2026-01-01T00:00:04Z' })).toEqual([3, 4])
  expect(await idsOf({ limit: 2 })).toEqual([4, 5])
  await harness.journal.clear()
  expect(await idsOf({})).toEqual([])
  await call('GET', '/books')
  expect(await idsOf({})).toEqual([6])
})

test('it is bounded by number, however long it goes on', async () => {
  await using harness = await openLibrary({ journal: { exchanges: 100 } })
  for (let turn = 0; turn < 30; turn += 1) await knock(harness, 100)
  const exchanges = await harness.journal.find()
  expect(exchanges).toHaveLength(100)
  expect(exchanges.at(-1)?.id).toBe(3_000)
  expect(exchanges[0]?.id).toBe(2_901)
})

test('it is bounded by bytes', async () => {
  await using harness = await openLibrary({ journal: { bytes: 100_000 } })
  await knock(harness, 200, 9_000)
  expect((await harness.journal.find()).length).toBeLessThanOrEqual(10)
  await knock(harness, 1, 1_000_000)
  expect(await harness.journal.find()).toHaveLength(1)
})

test('what it dropped is let go of', async () => {
  const journal = createMemoryJournal({ exchanges: 10, bytes: 1_000 })
  const bodies: WeakRef<Uint8Array>[] = []
  for (let id = 1; id <= 500; id += 1) {
    const body = new Uint8Array(2_000)
    bodies.push(new WeakRef(body))
    const request = { method: 'PUT', path: '/', query: '', headers: {}, body }
    journal.record({ id, at: 0, request, response: { status: 200, headers: {} }, breaches: [] })
  }
  setFlagsFromString('--expose-gc')
  await new Promise<void>((done) => setImmediate(done))
  runInNewContext('gc')()
  expect(bodies.filter((body) => body.deref()).length).toBeLessThan(5)
  expect(await journal.find()).toHaveLength(1)
})
