/** Requests with headers that `fetch` does not send, such as `Host`. */
import { request } from 'node:http'

export interface CallAnswer {
  status: number
  headers: Record<string, string>
  text: string
}

export interface CallInit {
  method?: string
  headers?: Record<string, string>
  body?: string
}

export function call(
  url: string,
  { method = 'GET', headers = {}, body }: CallInit = {},
): Promise<CallAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          text,
        })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
