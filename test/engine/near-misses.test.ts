import { expect, test } from 'vitest'
import { ORIGIN, openLibrary } from './sample.ts'

test.each([
  ['GET', '/book', 'GET /books ("book" stands where "books" is expected)'],
  ['DELETE', '/book', 'GET /books ("book" stands where "books" is expected, the method is DELETE)'],
  ['PUT', '/books/b1/loans', 'PUT /books/{book-id}/loans/{loan-id} ("{loan-id}" is missing at the end)'],
  ['GET', '/books/b1/pages', 'GET /books/{book-id} ("pages" is too much at the end)'],
])('the reason says of each near operation why %s %s is not for it', async (method, path, near) => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}${path}`, { method })
  expect(response.status).toBe(404)
  expect(response.headers.get('x-tvilling-reason')).toContain('No operation has this path. Nearest: ')
  expect(response.headers.get('x-tvilling-reason')).toContain(near)
})
