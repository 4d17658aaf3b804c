/** The engine's sample library behind HTTPS, with an authority in a folder of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerOptions, startServer } from 'tvilling/server'
import { onTestFinished } from 'vitest'
import { library, START } from '../engine/sample.ts'

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-tls-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Starts a server that is closed when the test is over; `close` may be called before. */
export async function startSecure(options: Partial<ServerOptions> = {}) {
  const folder = join(temporaryFolder(), 'tls')
  const server = await startServer({
    port: 0,
    tls: { folder },
    harness: { simulators: [library()], now: START },
    ...options,
  })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= server.close())
  onTestFinished(close)
  const ca = server.trust && readFileSync(server.trust.certificateFile)
  return {
    ...server,
    close,
    folder,
    ca,
    call: (path: string, init: Init = {}) => call(server.url + path, { ca, ...init }),
  }
}

interface Init {
  ca?: Buffer | undefined
  /** The name by which the server is called, if it is not that of the URL. */
  servername?: string
  rejectUnauthorized?: false
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface SecureAnswer {
  status: number
  json: Record<string, unknown>
  /** The certificate that the server showed. */
  certificate: { subjectaltname?: string; fingerprint256: string }
}

/** A request over HTTPS on a connection of its own. */
export function call(url: string, { body, ...options }: Init = {}): Promise<SecureAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, agent: false } as object, (response) => {
      const { socket } = response as unknown as {
        socket: { getPeerCertificate(): SecureAnswer['certificate'] }
      }
      const certificate = socket.getPeerCertificate()
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, json: JSON.parse(text || '{}'), certificate })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
