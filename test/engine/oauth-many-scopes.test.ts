import { expect, test } from 'vitest'
import { basic, ORIGIN, openLibrary } from './sample.ts'

test.each([
  ['999 and one more', 999, 200, { scope: 'books delete' }],
  [
    '1,000 and one more',
    1_000,
    400,
    { error: 'invalid_scope', error_description: 'scope has over 1000 names.' },
  ],
])('a token request may ask for 1,000 scopes and no more: %s', async (_, count, status, answer) => {
  await using harness = await openLibrary()
  const scope = `${'books '.repeat(count)}delete`
  const response = await harness.fetch(`${ORIGIN}/token`, {
    method: 'POST',
    headers: { authorization: basic('tvilling', 'tvilling') },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  })
  expect([response.status, await response.json()]).toMatchObject([status, answer])
})
