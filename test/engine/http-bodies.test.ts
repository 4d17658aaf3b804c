import { gzipSync } from 'node:zlib'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { library, logIn, START } from './sample.ts'

test('over a socket a compressed body is read, and one in an unknown encoding is refused', async () => {
  const server = await startServer({
    port: 0,
    harness: { simulators: [library()], now: START, clock: { mode: 'manual' }, bodyLimit: 1_000 },
  })
  const there = {
    fetch: (url: string | URL | Request, init?: RequestInit) =>
      fetch(String(url).replace('https://library.example', server.url), init),
  }
  const { call } = await logIn(there)
  const book = JSON.stringify({ id: 'b1', title: 'T'.repeat(500), pages: 1 })

  const packed = await call('POST', '/books', gzipSync(book), { 'content-encoding': 'gzip' })
  expect(packed.status).toBe(201)
  const bomb = gzipSync(JSON.stringify({ id: 'b2', title: 'T'.repeat(100_000), pages: 1 }))
  expect((await call('POST', '/books', bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
  const unknown = await call('POST', '/books', book, { 'content-encoding': 'rot13' })
  expect(unknown.status).toBe(400)
  expect(await unknown.json()).toMatchObject({ problem: { kind: 'malformed' } })
  await server.close()
})
