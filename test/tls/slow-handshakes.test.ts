import { expect, test } from 'vitest'
import { openConnection } from '../server/socket.ts'
import { startSecure } from './secure-library.ts'

/** The first bytes of a handshake of TLS. */
const BEGUN = Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01)

test.each([
  ['says nothing', []],
  ['begins a handshake', [BEGUN]],
  ['begins a request in plain HTTP', ['GET / HTTP/1.1\r\nHost: loc']],
])('a client that %s and then waits is cut off after the time of a request', async (_, sent) => {
  const { url } = await startSecure({ requestTimeout: 200 })
  const connection = await openConnection(url)
  for (const bytes of sent) await connection.send(bytes)
  await connection.ended()
})

test('half a handshake does not hold up a server that closes', async () => {
  const server = await startSecure()
  const silent = await openConnection(server.url)
  const half = await openConnection(server.url)
  const plain = await openConnection(server.url)
  await half.send(BEGUN)
  await plain.send('GET / HTTP/1.1\r\n')
  // By its answer, the server has seen those before.
  await server.call('/_tvilling/health')
  const before = performance.now()
  await server.close()
  // A server breaks what is still busy after three seconds.
  expect(performance.now() - before).toBeLessThan(2_000)
  for (const connection of [silent, half, plain]) await connection.ended()
})
