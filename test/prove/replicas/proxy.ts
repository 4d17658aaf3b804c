/** One address for several servers: each request goes to the next one. */
import { once } from 'node:events'
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SharedAddress {
  url: string
  /** How many requests each server has had. */
  counts: readonly number[]
  close(): Promise<void>
}

export async function startProxy(urls: readonly string[]): Promise<SharedAddress> {
  const ports = urls.map((url) => Number(new URL(url).port))
  const counts = ports.map(() => 0)
  let turn = 0
  const server = createServer((request, response) => {
    turn = (turn + 1) % ports.length
    counts[turn] = (counts[turn] ?? 0) + 1
    const { method, url, headers } = request
    // The name that the client called goes on, so that links lead back to this address.
    const onward = send({ host: '127.0.0.1', port: ports[turn], method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.on('error', () => response.destroy())
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
