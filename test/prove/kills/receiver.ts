/** Receives webhook messages, slowly enough that a kill meets some of them on their way. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CountingReceiver {
  url: string
  /** How often each event came, by its id. */
  times: ReadonlyMap<string, number>
  close(): Promise<void>
}

/** @param delay milliseconds until a message is answered. */
export async function startCountingReceiver({ delay = 2 } = {}): Promise<CountingReceiver> {
  const times = new Map<string, number>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { id } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { id: string }
      times.set(id, (times.get(id) ?? 0) + 1)
      setTimeout(() => response.end(), delay)
    })
    // The sender may be killed in the middle of a message.
    request.on('error', () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    times,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
