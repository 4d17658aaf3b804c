/** Tests that fail, or not, for harness-test.test.ts: no part of the suite. */
import { test } from 'tvilling/vitest'
import { expect } from 'vitest'

const TOKEN = 'https://api.roaring.io/token'

test.concurrent('one that fails', async ({ harness }) => {
  const response = await harness.fetch(TOKEN, { method: 'POST', body: 'grant_type=password' })
  expect(response.status).toBe(200)
})

test.concurrent('one that passes', async ({ harness }) => {
  const response = await harness.fetch(`${TOKEN}/nowhere`)
  expect(response.status).toBe(404)
})

test.concurrent('one that fails before it says anything', async ({ harness }) => {
  expect(await harness.journal.find()).toHaveLength(1)
})
