/** One plain request, with the received bytes. */
import { type Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  /** Decoded when it is asked for. */
  readonly body: string
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
          resolve(answerOf(response, chunks))
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

function answerOf({ statusCode: status = 0, headers }: IncomingMessage, chunks: readonly Buffer[]): Answer {
  let decoded: string | undefined
  return {
    status,
    headers,
    get body() {
      decoded ??= Buffer.concat(chunks).toString()
      return decoded
    },
  }
}
