/** One plain request, with the received bytes. */
import { type Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface GetOptions {
  headers?: Record<string, string>
  body?: string
  /** Without an agent, the request has its own connection. */
  agent?: Agent
  /** How long the connection may be silent, in ms. */
  timeout?: number
}

/** GET, or POST when there is a body. */
export function get(
  url: string,
  { headers = {}, body, agent, timeout = 30_000 }: GetOptions = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', headers, agent: agent ?? false, timeout },
      async (response) => {
        try {
          const chunks: Buffer[] = []
          for await (const chunk of response) chunks.push(chunk as Buffer)
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          })
        } catch (error) {
          reject(error)
        }
      },
    )
    sent.once('error', reject)
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer in ${timeout} ms.`)))
    sent.end(body)
  })
}
