import { createHarness } from 'tvilling'
import { expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { startLibrary } from '../server/library-server.ts'
import { everywhere } from './everywhere.ts'

const numbers = (exchanges: readonly { id: number }[]) => exchanges.map(({ id }) => id)

everywhere('the journal is read in pages, from its start or from its end', async ({ control, fetch }) => {
  for (let at = 0; at < 205; at += 1) await fetch('https://api.roaring.io/nowhere')
  const { journal } = control
  expect(numbers(await journal.find())).toHaveLength(205)

  const latest = await journal.page()
  expect([latest.exchanges[0]?.id, latest.exchanges.length, latest.next]).toEqual([106, 100, null])
  const pages = []
  for (let after: number | null = 0; after !== null; ) {
    const page = await journal.page({ after })
    pages.push(numbers(page.exchanges))
    after = page.next
  }
  expect(pages.map(({ length }) => length)).toEqual([100, 100, 5])
  expect(pages.flat()).toEqual(numbers(await journal.find()))

  const some = await journal.page({ after: 7, limit: 2, status: 404 })
  expect([numbers(some.exchanges), some.next]).toEqual([[8, 9], 9])
  expect(numbers(await journal.find({ after: 200, limit: 2 }))).toEqual([201, 202])
  expect(numbers(await journal.find({ limit: 2 }))).toEqual([204, 205])
  expect(await journal.page({ after: 205 })).toEqual({ exchanges: [], next: null })
})

test('a page of large exchanges ends after about a megabyte', async () => {
  await using harness = await createHarness({ simulators: [library()], now: START })
  const body = JSON.stringify('x'.repeat(400_000))
  for (let at = 0; at < 5; at += 1) {
    await harness.fetch('https://library.example/mischief/large', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
  }
  const first = await harness.journal.page({ after: 0 })
  expect([first.exchanges.length, first.next]).toEqual([1, 1])
  expect(numbers((await harness.journal.page()).exchanges)).toEqual([5])
  expect(await harness.journal.find()).toHaveLength(5)
})

test('a client that reads a page slowly gets it whole, as JSON and as HAR', async () => {
  const server = await startLibrary()
  for (let at = 0; at < 300; at += 1) await fetch(`${server.url}/nowhere`)
  const all = await server.control.journal.find()
  const page = await fetch(`${server.url}/_tvilling/journal?limit=300`)
  expect(await page.text()).toBe(`${JSON.stringify({ exchanges: all, next: null }, null, 2)}\n`)
  const har = await server.control.journal.har()
  expect(har.log.entries).toHaveLength(300)
  const headers = { accept: 'application/har+json' }
  const text = await (await fetch(`${server.url}/_tvilling/journal`, { headers })).text()
  expect(text).toBe(`${JSON.stringify(har, null, 2)}\n`)
})
