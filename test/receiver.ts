/** A webhook receiver on loopback, like one of a user. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  headers: Record<string, string>
  /** The body, byte for byte. */
  raw: string
  body: Record<string, unknown>
}

export interface Receiver {
  url: string
  received: Received[]
  /** Sets the statuses of the next answers, one for each call; the last one is repeated. */
  answer(...statuses: number[]): void
  /** All that was received, as soon as a condition holds. */
  until(holds: (received: readonly Received[]) => boolean): Promise<Received[]>
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let statuses = [200]
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8')
      const headers = request.headers as Record<string, string>
      received.push({ headers, raw, body: raw ? JSON.parse(raw) : {} })
      response.statusCode = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200
      response.end()
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer(...next) {
      statuses = next
    },
    until: (holds) =>
      new Promise((resolve) => {
        function look() {
          if (!holds(received)) return
          waiting.delete(look)
          resolve(received)
        }
        waiting.add(look)
        look()
      }),
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
