import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

test.each([
  [undefined, 'The request has no Authorization header.'],
  ['', 'The request has no Authorization header.'],
  ['Bearer', 'The Authorization header is not "Bearer <token>".'],
  ['xBearer abc', 'The Authorization header is not "Bearer <token>".'],
  ['Bearer abc def', 'The Authorization header is not "Bearer <token>".'],
  ['Bearer abc', 'The token was not issued here.'],
  ['bearer  abc', 'The token was not issued here.'],
])('with the header %s the reason is: %s', async (authorization, reason) => {
  await using harness = await openLibrary()
  const response = await harness.fetch(
    `${ORIGIN}/books`,
    authorization === undefined ? {} : { headers: { authorization } },
  )
  expect([response.status, response.headers.get('x-tvilling-reason')]).toEqual([401, reason])
})

test('a token that is over, and one that lacks a scope, say so', async () => {
  await using harness = await openLibrary()
  const reader = await logIn(harness, 'reader', encodeURIComponent('a:b c%&+å'))
  const refused = await reader.call('DELETE', '/books/b1')
  expect(refused.headers.get('x-tvilling-reason')).toBe('The token lacks the scope delete.')
  await harness.clock.advance('PT1H')
  const late = await reader.call('GET', '/books')
  expect(late.headers.get('x-tvilling-reason')).toBe('The token has expired.')
})

test('a token from elsewhere is taken once control says whose it is, and one that counts as expired is not', async () => {
  await using harness = await openLibrary()
  const get = (token: string) =>
    harness.fetch(`${ORIGIN}/books`, { headers: { authorization: `Bearer ${token}` } })
  await harness.tokens.accept({ token: 'from-a-pact' })
  await harness.tokens.accept({ token: 'of-the-reader', client: 'reader' })
  await harness.tokens.accept({ token: 'over', expired: true })
  expect((await get('from-a-pact')).status).toBe(200)
  expect((await get('over')).headers.get('x-tvilling-reason')).toBe('The token has expired.')
  expect((await get('unknown')).status).toBe(401)
  const headers = { authorization: 'Bearer of-the-reader' }
  expect((await harness.fetch(`${ORIGIN}/books/b1`, { method: 'DELETE', headers })).status).toBe(403)
  await harness.clock.advance('P1000D')
  expect((await get('from-a-pact')).status).toBe(200)
  await expect(harness.tokens.accept({ client: 'nobody' })).rejects.toThrow(
    'There is no OAuth client "nobody"',
  )
  await harness.tokens.accept()
  expect((await get('unknown')).status).toBe(200)
})
