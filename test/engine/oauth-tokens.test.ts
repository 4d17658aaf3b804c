import { createHarness } from 'tvilling'
import { expect, test } from 'vitest'
import { library, logIn, ORIGIN, openLibrary, START } from './sample.ts'

test.each([
  ['nothing', undefined, 'missing'],
  ['another scheme', 'Basic dHZpbGxpbmc6dHZpbGxpbmc=', 'malformed'],
  ['no token', 'Bearer', 'malformed'],
  ['two tokens', 'Bearer a b', 'malformed'],
  ['a token of nobody', 'Bearer abc', 'unknown'],
  ['a token with odd characters', `Bearer ${'a~/+.-_'.repeat(500)}==`, 'unknown'],
])('%s in the Authorization header is refused', async (_, authorization, cause) => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/books`, authorization ? { headers: { authorization } } : {})
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ problem: { cause } })
})

test('a token is good for its lifetime, to the millisecond', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.clock.advance('PT59M59.999S')
  expect((await call('GET', '/books')).status).toBe(200)
  await harness.clock.advance('PT0.001S')
  const late = await call('GET', '/books')
  expect(late.status).toBe(401)
  expect(await late.json()).toMatchObject({ problem: { cause: 'expired' } })
})

test('a late caller learns for a day that its token has expired', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.clock.advance('P1D')
  await logIn(harness)
  expect(await (await call('GET', '/books')).json()).toMatchObject({ problem: { cause: 'expired' } })
  await harness.clock.advance('P2D')
  await logIn(harness)
  expect(await (await call('GET', '/books')).json()).toMatchObject({ problem: { cause: 'unknown' } })
})

test('a token without the scope that an operation needs is 403', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness, 'reader', encodeURIComponent('a:b c%&+å'))
  expect((await call('GET', '/books')).status).toBe(200)
  const refused = await call('DELETE', '/books/b1')
  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ problem: { scope: 'delete' } })
})

test('a new secret ends the old one and its tokens at once', async () => {
  const base = library()
  const rotating = {
    ...base,
    definition: {
      ...base.definition,
      operations: {
        ...base.definition.operations,
        misbehave: async (
          _: unknown,
          { auth }: { auth: { rotateSecret(id: string): Promise<unknown> } },
        ) => ({
          status: 200,
          body: { kind: await auth.rotateSecret('tvilling') },
        }),
      },
    },
  }
  await using harness = await createHarness({ simulators: [rotating as typeof base], now: START })
  const old = await logIn(harness)
  const rotated = await harness.fetch(`${ORIGIN}/mischief/rotate`, { method: 'POST' })
  const { kind: secret } = (await rotated.json()) as { kind: string }

  const refused = await old.call('GET', '/books')
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({ problem: { cause: 'revoked' } })
  expect(refused.headers.get('x-tvilling-reason')).toBe(
    'The token was issued with a secret of tvilling that was replaced.',
  )
  expect((await logIn(harness)).token).toBeUndefined()
  const renewed = await logIn(harness, 'tvilling', secret)
  expect((await renewed.call('GET', '/books')).status).toBe(200)
})
