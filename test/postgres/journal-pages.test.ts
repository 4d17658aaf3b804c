import { createHarness } from 'tvilling'
import { expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { openTwoServers } from './two-servers.ts'

test('the journal of several servers is read in pages, with what control did between the exchanges', async () => {
  await using servers = await openTwoServers()
  const store = servers.one.database.store('journal')
  await using harness = await createHarness({ simulators: [library()], now: START, store })
  for (let at = 0; at < 7; at += 1) {
    await harness.clock.advance('PT1S')
    await harness.fetch('https://library.example/nowhere')
  }
  const pages = []
  for (let after: number | null = 0; after !== null; ) {
    const page = await harness.journal.page({ after, limit: 3 })
    pages.push(page.exchanges.map(({ id }) => id))
    after = page.next
  }
  expect(pages).toEqual([[1, 2, 3], [4, 5, 6], [7]])
  const latest = await harness.journal.page({ limit: 2 })
  expect([latest.exchanges.map(({ id }) => id), latest.next]).toEqual([[6, 7], null])
  expect((await harness.journal.find({ after: 5 })).map(({ id }) => id)).toEqual([6, 7])
})
