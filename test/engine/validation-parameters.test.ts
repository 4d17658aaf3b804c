import { expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'

test.each(['1', '100', '007'])('the whole number %s is taken', async (limit) => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  expect((await call('GET', `/books?limit=${limit}`)).status).toBe(200)
})

test.each([
  ['1e1', 'must be integer'],
  ['1.0', 'must be integer'],
  ['%201', 'must be integer'],
  ['+1', 'must be integer'],
  ['0x10', 'must be integer'],
  ['', 'must be integer'],
  ['NaN', 'must be integer'],
  ['9'.repeat(400), 'must be integer'],
  ['0', 'must be >= 1'],
  ['-1', 'must be >= 1'],
  ['101', 'must be <= 100'],
])('the limit "%.20s" is refused: it %s', async (limit, message) => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const response = await call('GET', `/books?limit=${limit}`)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    problem: { kind: 'violations', violations: [{ in: 'query', field: 'limit', message }] },
  })
})

test('a parameter that is left out has its default', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.scenarios.load('shelf', { count: 5, shelf: 'A' })
  expect(await (await call('GET', '/books')).json()).toHaveLength(3)
})

test('a parameter that comes twice is refused, one that nobody knows is not', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const twice = await call('GET', '/books?limit=1&limit=1')
  expect(twice.headers.get('x-tvilling-reason')).toBe('query parameter limit is given more than once')
  expect((await call('GET', '/books?limits=x&__proto__=1&constructor=2')).status).toBe(200)
})

test('a truth value is true or false and nothing else', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  expect((await call('GET', '/books?new=true')).status).toBe(200)
  for (const text of ['1', 'TRUE', 'yes', ''])
    expect((await call('GET', `/books?new=${text}`)).status).toBe(400)
})

test('the reason of a refused query speaks of the query', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const refused = await call('GET', '/books?limit=0&new=x')
  expect(refused.headers.get('x-tvilling-reason')).toBe(
    'query parameter limit must be >= 1; query parameter new must be boolean',
  )
})
