/** Tests that fail, or not, for harness-test.test.ts: no part of the suite. */
import { test } from 'tvilling/vitest'
import { describe, expect } from 'vitest'

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

describe.concurrent('several at once', () => {
  test.for(['AB', 'CD', 'EF'])('with %s', async (grant, { harness }) => {
    const body = `grant_type=${grant}`
    await harness.fetch(TOKEN, { method: 'POST', body })
    const response = await harness.fetch(TOKEN, { method: 'POST', body })
    expect(response.status).toBe(200)
  })
})
