import { createHarness, UsageError } from 'tvilling'
import { expect, test } from 'vitest'
import { library, logIn, ORIGIN, openLibrary } from './sample.ts'

test('a path with another method is 405, with the methods it takes', async () => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/books/b1`, { method: 'PATCH' })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, DELETE')
  expect(response.headers.get('x-tvilling-reason')).toBe('This path takes GET, DELETE only.')
  expect(response.headers.get('x-tvilling-operation')).toBeNull()
})

test('an unknown path of a known host is answered in its dialect, and the nearest operations are named', async () => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/book`)
  expect(response.status).toBe(404)
  expect(await response.json()).toEqual({
    problem: { kind: 'unmatched', nearest: ['GET /books', 'POST /books', 'GET /books/{book-id}'] },
  })
})

test('an unknown path of an unknown host belongs to whoever has paths that begin like it, or to nobody', async () => {
  await using harness = await openLibrary()
  const near = await harness.fetch('http://127.0.0.1/books/b1/pages')
  expect(await near.json()).toHaveProperty('problem')
  const far = await harness.fetch('http://127.0.0.1/nowhere')
  expect(far.status).toBe(404)
  expect(await far.json()).toMatchObject({ error: 'not-found', nearest: expect.any(Array) })
  const [, exchange] = await harness.journal.find()
  expect(exchange).toMatchObject({ simulator: undefined, operation: undefined, response: { status: 404 } })
})

test('a parameter arrives decoded, whatever its name', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  for (const id of ['a/b', 'å', '%', 'a b+c', '..', '🐎', '\u0000', '__proto__', 'a;b', 'x'.repeat(4_096)]) {
    await call('POST', '/books', { id, title: id, pages: 1 })
    const response = await call('GET', `/books/${encodeURIComponent(id).replaceAll('.', '%2E')}`)
    if (id !== '..') expect(await response.json()).toMatchObject({ id })
  }
  const lent = await call('PUT', '/books/a%2Fb/loans/l%201')
  expect(await lent.json()).toMatchObject({ book: 'a/b', id: 'l 1' })
})

test.each([
  '/books/%zz',
  '/books/%E0%A4%A',
  '/books/%',
  '/books/b1/',
  '//books',
  '/BOOKS',
  `/books/${'x'.repeat(5_000)}`,
  `/books/${'x/'.repeat(50_000)}`,
  '/*',
  '/:0',
  '/__proto__/constructor',
])('a path that no operation has is 404 and never an error of ours: %.40s', async (path) => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  expect((await call('GET', path)).status).toBe(404)
})

test('what an operation tells of a path cannot break out of its header', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const response = await call('GET', '/books/x%0D%0Aset-cookie:%20a=b%00%C3%A5')
  expect(response.headers.get('set-cookie')).toBeNull()
  expect(response.headers.get('x-tvilling-reason')).toBe('No book has the id x?set-cookie: a=b?.')
  const long = await call('GET', `/books/${'y'.repeat(4_000)}`)
  expect(long.headers.get('x-tvilling-reason')).toHaveLength(1_000)
})

test('two simulators cannot have the same name', async () => {
  const twice = createHarness({ simulators: [library(), library()] })
  await expect(twice).rejects.toThrow(new UsageError('The simulator library is given twice.'))
})
