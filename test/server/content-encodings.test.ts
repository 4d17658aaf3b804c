import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { BODY_LIMIT, mischief, mischiefHead, notesOf, startLibrary } from './library-server.ts'

const text = '{"a":"b"}'
const large = JSON.stringify('x'.repeat(BODY_LIMIT))

const coded: [string, Buffer][] = [
  ['gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['br', brotliCompressSync(text)],
]

async function send(encoding: string, body: Uint8Array | string) {
  const server = await startLibrary()
  const connection = await server.open()
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  connection.send(mischiefHead('coded', `Content-Encoding: ${encoding}`, length), body, mischief('next'))
  const [answer, next] = await connection.answers(2)
  connection.leave()
  // Whatever becomes of the first request, the connection takes another.
  expect(next?.status).toBe(200)
  expect(server.defects).toEqual([])
  return { server, answer }
}

test.each(coded)('a body in %s is read', async (encoding, body) => {
  const { answer } = await send(encoding.toUpperCase(), body)
  expect(answer?.status).toBe(200)
  expect(JSON.parse(answer?.body ?? '')).toEqual({ kind: 'coded', body: { a: 'b' } })
})

test.each(
  coded.flatMap(
    ([encoding, body]) =>
      [
        [encoding, 'is something else', Buffer.from(text)],
        [encoding, 'ends too early', body.subarray(0, -4)],
        [encoding, 'is empty', Buffer.alloc(0)],
      ] as const,
  ),
)('a body in %s that %s is refused as the provider does', async (encoding, _, body) => {
  const { server, answer } = await send(encoding, body)
  expect(answer?.status).toBe(400)
  expect(answer?.headers['x-tvilling-operation']).toBe('library.misbehave')
  expect(await notesOf(server)).toMatchObject([{ value: { text: 'next' } }])
})

test.each(['compress', 'zstd', 'gzip, br', 'x'])(
  'a body in %s, which nobody reads, is refused',
  async (encoding) => {
    const { answer } = await send(encoding, text)
    expect(answer?.status).toBe(400)
    expect(answer?.headers['x-tvilling-operation']).toBe('library.misbehave')
  },
)

test.each([
  ['gzip', gzipSync(large)],
  ['deflate', deflateSync(large)],
  ['br', brotliCompressSync(large)],
])('a body in %s is as large as what it becomes', async (encoding, body) => {
  expect(body.length).toBeLessThan(200)
  const { answer } = await send(encoding, body)
  expect(answer?.status).toBe(413)
})
