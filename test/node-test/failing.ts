/** Tests of node:test for node-test.test.ts: no part of the suite. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulators } from '../../mocks/index.ts'
import { createHarness } from '../../src/index.ts'

const TOKEN = 'https://api.roaring.io/token'

test('one that passes', async () => {
  await using harness = await createHarness({ simulators })
  assert.equal((await harness.fetch(TOKEN)).status, 405)
})

test('one that fails', async () => {
  await using harness = await createHarness({ simulators })
  const response = await harness.fetch(TOKEN, { method: 'POST', body: 'grant_type=password' })
  assert.equal(response.status, 200, await harness.journal.explain())
})
