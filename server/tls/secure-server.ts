/** Makes an HTTPS server, which also says so to a client that speaks plain HTTP to its port. */
import type { ServerOptions as HttpOptions, RequestListener } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Wall } from '../../src/harness/clock.ts'
import type { Credentials } from './credentials.ts'

export interface SecureServerOptions {
  http: HttpOptions
  credentials: Credentials
  /** Milliseconds in which a client must say something, and then in which it must have finished the handshake. */
  handshakeTimeout: number
  /** Answers a request that came in plain HTTP. */
  plain: RequestListener
  /** Is told once, when the first client refuses the certificate. */
  distrusted(): void
  wall: Wall
}

export interface SecureServer {
  http: HttpsServer
  /** Breaks connections that are no HTTPS yet, and ends the renewal of certificates. Call it when the server closes. */
  stop(): void
}

/** The first byte of a TLS connection: a record of its handshake. */
const HANDSHAKE = 0x16
const DAY = 86_400_000

export function createSecureServer(options: SecureServerOptions): SecureServer {
  const { credentials, handshakeTimeout, wall } = options
  const http = process.getBuiltinModule('node:https').createServer({
    ...options.http,
    ...credentials.shown,
    handshakeTimeout,
    ALPNProtocols: ['http/1.1'],
  })
  const plain = process.getBuiltinModule('node:http').createServer(options.http, options.plain)
  // Node's own listener begins the handshake. It gets a connection when its first byte is known.
  const begin = http.listeners('connection') as ((this: HttpsServer, socket: Socket) => void)[]
  http.removeAllListeners('connection')

  /** Connections whose handshake is not over, by the address of the client. */
  const unready = new Map<string, Socket>()

  http.on('connection', (socket: Socket) => {
    const client = clientOf(socket)
    unready.set(client, socket)
    const late = wall.after(handshakeTimeout, () => socket.destroy())
    socket.once('close', () => {
      late()
      if (unready.get(client) === socket) unready.delete(client)
    })
    socket.on('error', () => {})
    socket.once('readable', () => {
      const first: Buffer | null = socket.read(1)
      if (first === null) {
        socket.destroy()
        return
      }
      socket.unshift(first)
      if (first[0] !== HANDSHAKE && isLetter(first[0])) plain.emit('connection', socket)
      else {
        late()
        for (const listener of begin) listener.call(http, socket)
      }
    })
  })

  http.on('secureConnection', (socket: TLSSocket) => {
    const client = clientOf(socket)
    const below = unready.get(client)
    if (!below) return
    unready.delete(client)
    // A fault that resets a connection means that of TCP: Node cannot reset a TLS socket.
    socket.resetAndDestroy = () => {
      below.resetAndDestroy()
      return socket.destroy()
    }
  })

  let toldOf = false
  http.on('tlsClientError', ({ code = '' }: NodeJS.ErrnoException) => {
    if (toldOf || !DISTRUST.test(code)) return
    toldOf = true
    options.distrusted()
  })

  let cancel = () => {}
  function watch(): void {
    cancel = wall.after(DAY, () => {
      credentials.renewed().then(
        (shown) => {
          if (shown) http.setSecureContext(shown)
          watch()
        },
        // The folder may be away for a while. The certificate has a month left.
        watch,
      )
    })
  }
  watch()

  return {
    http,
    stop() {
      cancel()
      for (const socket of unready.values()) socket.destroy()
    },
  }
}

/** The alerts of clients that know no authority which signed the certificate. Node and Java send none. */
const DISTRUST = /ALERT_(UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN)$/

const clientOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`

/** Methods of HTTP are written in capital letters. */
const isLetter = (byte = 0) => byte >= 0x41 && byte <= 0x5a
