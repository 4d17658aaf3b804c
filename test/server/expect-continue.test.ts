import { expect, test } from 'vitest'
import { BODY_LIMIT, mischiefHead, startLibrary } from './library-server.ts'

test('a client that expects 100 Continue gets it, then sends its body and gets the answer', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischiefHead('patient', 'Expect: 100-continue', 'Content-Length: 7'))
  await connection.received(/^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  connection.send('{"a":1}')
  const [answer] = await connection.answers(1)
  expect(answer?.status).toBe(200)
  expect(JSON.parse(answer?.body ?? '')).toEqual({ kind: 'patient', body: { a: 1 } })
  connection.leave()
})

test('one whose body is too large gets the refusal without sending it', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  const length = `Content-Length: ${BODY_LIMIT + 1}`
  connection.send(mischiefHead('large', 'Expect: 100-continue', length))
  expect((await connection.answers(1))[0]?.status).toBe(413)
  connection.leave()
})

test('another expectation is refused with 417', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischiefHead('odd', 'Expect: miracles', 'Content-Length: 0'))
  expect((await connection.answers(1))[0]?.status).toBe(417)
  connection.leave()
})
