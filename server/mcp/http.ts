/** The protocol over HTTP, on loopback, behind the same door and token as control. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UsageError } from '../../src/control/usage-error.ts'
import { createControlTokens } from '../http/control-tokens.ts'
import { refusedAtDoor } from '../http/doors.ts'
import { createMcpServer, type McpServerDeps } from './mcp-server.ts'

export interface HttpOptions extends McpServerDeps {
  /** 0 picks a free one. */
  port: number
  /** Demanded from each client, if there is one. */
  token?: string | undefined
}

export interface HttpEndpoint {
  /** Such as `http://127.0.0.1:4012/mcp`. */
  url: string
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const PATH = '/mcp'
const METHODS = ['GET', 'POST', 'DELETE']

/** @throws UsageError if the port is taken, or the token is none. */
export async function serveHttp({ port, token, ...deps }: HttpOptions): Promise<HttpEndpoint> {
  const tokens = createControlTokens({ token })
  // Rejected requests are answered by the handler; nobody else needs to know.
  const handler = deps.sdk.createMcpHandler(() => createMcpServer(deps), { onerror: () => {} })

  /** Why a request may not come in; before anything of its body is read. */
  function refusal({
    headers,
    method = '',
    url = '',
  }: IncomingMessage): [status: number, error: string] | undefined {
    const refused = refusedAtDoor(headers, { allowedHosts: [], trustProxy: false })
    if (refused !== undefined) return [403, refused]
    if (tokens.rightsOf(headers.authorization) !== 'all') {
      return [401, 'This server demands its control token, as "Authorization: Bearer <token>".']
    }
    if (url.split('?')[0] !== PATH) return [404, `The Model Context Protocol is spoken at ${PATH}.`]
    return METHODS.includes(method) ? undefined : [405, `${PATH} takes ${METHODS.join(', ')}.`]
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = refusal(request)
    if (refused) {
      const [status, error] = refused
      const headers = { 'content-type': 'application/json', connection: 'close' }
      response.writeHead(status, status === 401 ? { ...headers, 'www-authenticate': 'Bearer' } : headers)
      response.end(JSON.stringify({ error }))
      return
    }
    const answered = await handler.fetch(toWebRequest(request, response))
    response.writeHead(answered.status, Object.fromEntries(answered.headers))
    if (!answered.body) response.end()
    else await pipeline(Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]), response)
  }

  const http = process.getBuiltinModule('node:http').createServer((request, response) => {
    answer(request, response).catch((error: NodeJS.ErrnoException) => {
      // A client that hangs up is no defect.
      if (!response.destroyed) deps.defect(error)
      response.destroy()
    })
  })
  await listen(http, port)
  return {
    url: `http://${HOST}:${(http.address() as AddressInfo).port}${PATH}`,
    async close() {
      await handler.close()
      await closed(http)
    },
  }
}

function toWebRequest(request: IncomingMessage, response: ServerResponse): Request {
  const { method = 'GET', url = '/', headers } = request
  const hungUp = new AbortController()
  response.once('close', () => hungUp.abort())
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const init: RequestInit & { duplex?: 'half' } = { method, headers: given, signal: hungUp.signal }
  if (method === 'POST') {
    init.body = Readable.toWeb(request) as ReadableStream<Uint8Array>
    init.duplex = 'half'
  }
  return new Request(`http://${HOST}${url}`, init)
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      const remedy = 'Choose another with --http <port>, or --http 0 for a free one.'
      reject(isTaken ? new UsageError(`Port ${port} is taken. ${remedy}`, 409) : error)
    })
    http.listen(port, HOST, resolve)
  })
}

function closed(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}
