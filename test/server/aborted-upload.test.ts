import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { mischief, mischiefHead, notesOf, startLibrary } from './library-server.ts'

const whole = `{"a":"${'x'.repeat(5_000)}"}`
const zipped = gzipSync(whole)

test.each([
  ['with a length', ['Content-Length: 5008'], whole.slice(0, 100)],
  ['in chunks', ['Transfer-Encoding: chunked'], '5\r\n{"a":\r\n'],
  ['compressed', ['Content-Encoding: gzip', `Content-Length: ${zipped.length}`], zipped.subarray(0, 20)],
])('an upload %s that its client gives up leaves nothing behind', async (_, headers, start) => {
  const server = await startLibrary()
  const connection = await server.open()
  // The first answer shows that the server has read what was sent with it: the beginning of the second request.
  connection.send(mischief('before'), mischiefHead('aborted', ...headers), start)
  await connection.answers(1)
  connection.leave()
  await connection.ended()

  const next = await server.open()
  next.send(mischief('after'))
  expect((await next.answers(1))[0]?.status).toBe(200)
  const seen = await server.control.journal.find({ operation: 'misbehave' })
  expect(seen.map(({ request }) => request.url)).toEqual(['/mischief/before', '/mischief/after'])
  expect(await notesOf(server)).toMatchObject([{ value: { text: 'after' } }])
  expect(server.defects).toEqual([])
  next.leave()
})
