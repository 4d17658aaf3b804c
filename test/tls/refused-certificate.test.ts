import { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { expect, test } from 'vitest'
import { openConnection } from '../server/socket.ts'
import { startSecure } from './secure-library.ts'

/** What a client of OpenSSL or Go answers: the fatal alert 48. Node and Java end the connection without a word. */
const UNKNOWN_AUTHORITY = Uint8Array.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 48)

test('the log says once that a client does not trust the authority, and where its certificate is', async () => {
  const said: string[] = []
  let heard = () => {}
  const first = new Promise<void>((resolve) => {
    heard = resolve
  })
  const log = {
    exchange() {},
    defect() {},
    announce(text: string) {
      said.push(text)
      heard()
    },
  }
  const server = await startSecure({ log })
  for (const _ of [1, 2]) {
    const connection = await openConnection(server.url)
    await connection.send(await clientHello())
    await connection.received(/./s)
    await connection.send(UNKNOWN_AUTHORITY)
    await connection.ended()
  }
  await first
  expect((await server.call('/_tvilling/health')).status).toBe(200)
  expect(said).toEqual([
    `A client does not trust the certificate of this server. Let it trust ${server.trust?.certificateFile}.`,
  ])
})

/** How a client begins a handshake of TLS 1.2, in which alerts are not encrypted. */
function clientHello(): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const line = new Duplex({
      read() {},
      write(bytes, _, done) {
        resolve(bytes)
        done()
      },
    })
    connect({ socket: line, maxVersion: 'TLSv1.2' })
  })
}
