import { expect, test } from 'vitest'
import { mischief, startLibrary } from './library-server.ts'

test.each([
  ['/books', 401],
  ['/token', 405],
  ['/nothing', 404],
  ['/_tvilling/health', 200],
  ['/_tvilling/clock', 200],
  ['/t/team-a/_tvilling/faults', 200],
  ['/_tvilling/reset', 405],
])('HEAD %s is answered without a body, and the connection goes on', async (path, status) => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(`HEAD ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
  const [answer] = await connection.answers(1, 'HEAD')
  expect(answer?.status).toBe(status)
  expect(Number(answer?.headers['content-length'])).toBeGreaterThan(0)
  connection.send(mischief('next', '{}', ['Connection: close']))
  await connection.ended()
  const [, next] = await connection.answers(2, 'HEAD')
  expect(next?.status).toBe(200)
  const text = await connection.received(/"kind":"next"/)
  expect(text.match(/\r\n\r\n/g)).toHaveLength(2)
  expect(text).toMatch(/\r\n\r\nHTTP\/1\.1 200/)
})
