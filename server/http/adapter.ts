/** Converts requests and responses of `node:http`, which Express uses too, to those of the engine and back. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import { othersTurn } from '../../src/harness/clock.ts'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'
import { StoreUnavailable } from '../../src/store/shared-store.ts'
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

/** What a request addresses: the provider's path, and what stood before it. */
export interface Target {
  path: string
  origin: string
  environment: string | undefined
}

/** Converts a request for the engine; with its response, what waits for the engine ends when the client hangs up. */
export function toApiRequest(
  request: IncomingMessage,
  target: Target,
  taken: TakenBody,
  response?: ServerResponse,
): ApiRequest {
  const { method = 'GET', url = '/', headers } = request
  const { path, origin, environment } = target
  const { body, refused } = taken
  const apiRequest: ApiRequest = {
    method,
    origin,
    path,
    query: queryOf(url),
    headers: joinedHeaders(headers),
  }
  if (response) apiRequest.aborted = () => hangUpOf(response)
  if (environment !== undefined) apiRequest.environment = environment
  if (headers.host !== undefined) apiRequest.host = headers.host
  if (body) apiRequest.body = body
  if (refused) apiRequest.refused = refused
  return apiRequest
}

/** A signal that is aborted when the connection of a response has ended. */
function hangUpOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  if (response.destroyed) controller.abort()
  else response.once('close', () => controller.abort())
  return controller.signal
}

/** Joins repeated headers. Node has already done so, except for `set-cookie`. */
function joinedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const cookies = headers['set-cookie']
  const joined = cookies ? { ...headers, 'set-cookie': cookies.join(', ') } : headers
  return joined as Record<string, string>
}

/** An answer of the server: that of a simulator, or one whose text is long and is written in slices. */
export type Answer = ApiResponse | SlicedAnswer

interface SlicedAnswer extends Omit<ApiResponse, 'body' | 'transportFault'> {
  slices: Iterable<string>
}

/** Sends an answer. */
export function sendAnswer(response: ServerResponse, answer: Answer): void {
  if ('slices' in answer) void sendSlices(response, answer)
  else sendApiResponse(response, answer)
}

/** Writes one slice per turn of the event loop, and no faster than the client reads. */
async function sendSlices(
  response: ServerResponse,
  { status, headers, slices }: SlicedAnswer,
): Promise<void> {
  response.writeHead(status, headers)
  for (const slice of slices) {
    if (response.destroyed) return
    if (!response.write(slice)) await drained(response)
    await othersTurn()
  }
  response.end()
}

/** Resolves when the client has read, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

/**
 * Sends an answer, and applies its transport fault if there is one.
 * @throws TypeError if Node refuses a header. Nothing is sent then.
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
  if (body === undefined) {
    // The answer to HEAD has the length of the body that it leaves out.
    response.writeHead(status, { 'content-length': '0', ...headers })
    response.end()
    return
  }
  const length = Buffer.byteLength(body)
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
    // The written bytes are sent, then the connection ends before the content length is reached.
    onceOnLine(response, (socket) => socket.destroySoon())
  }
}

/** Acts on the socket as soon as the response has one: a pipelined response waits for earlier ones without a socket. */
function onceOnLine(response: ServerResponse, act: (socket: Socket) => void): void {
  if (response.socket) act(response.socket)
  else if (!response.destroyed) response.once('socket', (socket: Socket) => setImmediate(act, socket))
}

/** Resets a TCP socket. A TLS or Unix domain socket cannot be reset and is closed. */
function reset(socket: Socket): void {
  try {
    socket.resetAndDestroy()
  } catch {
    socket.destroy()
  }
}

/** The answer to an error before a tenant is reached, in our own form. */
export function failureResponse(error: unknown): ApiResponse {
  const { status, text } = failureOf(error)
  return errorResponse(status, text)
}

/** An error in our own form. */
export function errorResponse(status: number, text: string): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify({ error: text })}\n`,
  }
}

function failureOf(error: unknown): { status: number; text: string } {
  if (error instanceof UsageError) return { status: error.status, text: error.message }
  if (error instanceof StoreUnavailable) return { status: 503, text: error.sentence }
  return { status: 500, text: 'Tvilling failed; its log says why.' }
}
