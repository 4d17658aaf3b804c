/** A way to a PostgreSQL server that can be closed: connections break, and new ones are refused or never answered. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Gate extends AsyncDisposable {
  /** The URL of the same database, through the gate. */
  url: string
  /** Breaks all connections and refuses new ones. */
  close(): void
  /** Lets no byte through any more, and keeps the connections. */
  freeze(): void
  open(): void
  /** Breaks all connections as soon as the client sends this text, which does not arrive. */
  breakOn(text: string): void
  /** Breaks all connections as soon as the server has got this text, before its answer arrives. */
  breakAfter(text: string): void
}

export async function openGate(target: string): Promise<Gate> {
  const to = new URL(target)
  const sockets = new Set<Socket>()
  let state: 'open' | 'closed' | 'frozen' = 'open'
  let trap: { text: string; after: boolean } | undefined

  function breakAll(): void {
    for (const socket of sockets) socket.destroy()
  }

  const server = createServer((client) => {
    if (state === 'closed') return client.destroy()
    const database = connect(Number(to.port), to.hostname)
    let silenced = false
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        database.end()
      })
    }
    client.on('data', (chunk) => {
      if (state === 'frozen') return
      if (trap && chunk.includes(trap.text)) {
        const { after } = trap
        trap = undefined
        if (!after) return breakAll()
        silenced = true
        database.write(chunk)
        database.once('data', breakAll)
        return
      }
      database.write(chunk)
    })
    database.on('data', (chunk) => {
      if (state !== 'frozen' && !silenced) client.write(chunk)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: url.href,
    close() {
      state = 'closed'
      breakAll()
    },
    freeze() {
      state = 'frozen'
    },
    open() {
      if (state === 'frozen') breakAll()
      state = 'open'
    },
    breakOn(text) {
      trap = { text, after: false }
    },
    breakAfter(text) {
      trap = { text, after: true }
    },
    async [Symbol.asyncDispose]() {
      state = 'closed'
      breakAll()
      server.close()
    },
  }
}
