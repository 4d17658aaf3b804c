import { expect, test } from 'vitest'
import { BODY_LIMIT, mischief, mischiefHead, notesOf, startLibrary } from './library-server.ts'

const chunk = `${(1_000).toString(16)}\r\n${'x'.repeat(1_000)}\r\n`

test('a body whose length is too large is refused before it is sent, and the connection can go on', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischiefHead('large', `Content-Length: ${BODY_LIMIT + 1}`))
  const [refused] = await connection.answers(1)
  expect(refused?.status).toBe(413)
  expect(JSON.parse(refused?.body ?? '')).toMatchObject({ problem: { kind: 'oversized' } })

  connection.send('x'.repeat(BODY_LIMIT + 1), mischief('next'))
  const [, next] = await connection.answers(2)
  expect(next?.status).toBe(200)
  expect(await notesOf(server)).toMatchObject([{ value: { text: 'next' } }])
  connection.leave()
})

test('a stream is refused when it has become too large; one that ends can be followed by another request', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischiefHead('stream', 'Transfer-Encoding: chunked'), chunk.repeat(11))
  expect((await connection.answers(1))[0]?.status).toBe(413)
  connection.send(chunk.repeat(11), '0\r\n\r\n', mischief('next'))
  expect((await connection.answers(2)).map(({ status }) => status)).toEqual([413, 200])
  connection.leave()
})

test('a stream without an end is not read for ever', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischiefHead('endless', 'Transfer-Encoding: chunked'), chunk.repeat(11))
  expect((await connection.answers(1))[0]?.status).toBe(413)
  const block = chunk.repeat(1_000)
  let sent = 0
  while (sent < 200 && (await connection.send(block))) sent += 1
  expect(sent).toBeGreaterThan(10)
  expect(sent).toBeLessThan(200)
  expect(await connection.ended()).toMatch(/^(ECONNRESET|EPIPE)$/)
  expect(server.defects).toEqual([])
})

test.each([
  ['too large', `Content-Length: ${4_000_000}`, 413],
  ['in an unknown encoding', `Content-Length: ${4_000_000}\r\nContent-Encoding: utf-8`, 400],
])(
  'a body that is %s is refused with an answer, although the connection ends with it',
  async (_, headers, status) => {
    const server = await startLibrary()
    for (let again = 0; again < 5; again += 1) {
      const connection = await server.open()
      connection.send(mischiefHead('large', `${headers}\r\nConnection: close`))
      connection.send(Buffer.alloc(4_000_000, 'x'))
      expect(await connection.ended()).toBeUndefined()
      expect((await connection.answers(1))[0]?.status).toBe(status)
    }
  },
)

test('a client that waits for the answer to a body that it does not send gets it, although the connection ends with it', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischiefHead('large', `Content-Length: ${BODY_LIMIT + 1}\r\nConnection: close`))
  expect((await connection.answers(1))[0]?.status).toBe(413)
})
