/** `node:http` to the engine and back; Express has the same requests and responses. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'
import type { TakenBody } from './body.ts'

/** The path of a request's target, without the query. */
export function pathOf(target: string): string {
  const mark = target.indexOf('?')
  return mark === -1 ? target : target.slice(0, mark)
}

function queryOf(target: string): string {
  const mark = target.indexOf('?')
  return mark === -1 ? '' : target.slice(mark + 1)
}

/** The request as the engine takes it, with the path that the tenant sees. */
export function toApiRequest(request: IncomingMessage, path: string, taken: TakenBody): ApiRequest {
  const { method = 'GET', url = '/', headers } = request
  const { body, refused } = taken
  const apiRequest: ApiRequest = { method, path, query: queryOf(url), headers: joinedHeaders(headers) }
  if (headers.host !== undefined) apiRequest.host = headers.host
  if (body) apiRequest.body = body
  if (refused) apiRequest.refused = refused
  return apiRequest
}

/** Node has joined repeated headers already, with the exception of `set-cookie`. */
function joinedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const cookies = headers['set-cookie']
  const joined = cookies ? { ...headers, 'set-cookie': cookies.join(', ') } : headers
  return joined as Record<string, string>
}

/**
 * Sends an answer, or does to it what a fault says.
 * @throws TypeError when Node refuses a header; nothing is sent then.
 */
export function sendApiResponse(response: ServerResponse, answer: ApiResponse): void {
  const { status, headers, body, transportFault } = answer
  if (transportFault?.kind === 'reset') {
    onceOnLine(response, reset)
    return
  }
  if (transportFault) {
    response.writeHead(status, { ...headers, 'content-length': String(transportFault.length) })
    void sendPieces(response, transportFault.pieces)
    return
  }
  if (status === 204 || status === 304) {
    response.writeHead(status, headers)
    response.end(body)
    return
  }
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  response.writeHead(status, { ...headers, 'content-length': String(length) })
  // A text of as many bytes as characters is ASCII, which Node copies faster than it encodes.
  if (typeof body === 'string' && length === body.length) response.end(body, 'latin1')
  else response.end(body)
}

async function sendPieces(response: ServerResponse, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const piece of pieces) {
      if (response.destroyed) return
      response.write(piece)
    }
    response.end()
  } catch {
    // What was written goes out, then the connection ends, short of what its length had promised.
    onceOnLine(response, (socket) => socket.destroySoon())
  }
}

/** A client that pipelines has requests whose responses wait for earlier ones: those have no socket yet. */
function onceOnLine(response: ServerResponse, act: (socket: Socket) => void): void {
  if (response.socket) act(response.socket)
  else if (!response.destroyed) response.once('socket', (socket: Socket) => setImmediate(act, socket))
}

/** Only a TCP socket can be reset: one with TLS, or of a Unix domain, is just closed. */
function reset(socket: Socket): void {
  try {
    socket.resetAndDestroy()
  } catch {
    socket.destroy()
  }
}

/** What goes wrong before a tenant is reached is said in our own words. */
export function failureResponse(error: unknown): ApiResponse {
  const known = error instanceof UsageError
  const text = known ? error.message : 'Tvilling failed; its log says why.'
  return {
    status: known ? error.status : 500,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify({ error: text })}\n`,
  }
}
