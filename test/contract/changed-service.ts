/** A service that answers as another one, but for some changes: a provider that is not as we assumed. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ChangedService {
  url: string
  close(): Promise<void>
}

/** @param change gets each body of an answer as text. */
export async function changedService(
  origin: string,
  change: (text: string, status: number) => string,
): Promise<ChangedService> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
      const body = Buffer.concat(chunks)
      const answer = await fetch(`${origin}${request.url}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        redirect: 'manual',
        ...(body.byteLength > 0 && { body }),
      })
      const { 'content-length': _size, ...kept } = Object.fromEntries(answer.headers)
      response.writeHead(answer.status, kept).end(change(await answer.text(), answer.status))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}
