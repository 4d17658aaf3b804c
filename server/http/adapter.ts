/** Express to the engine and back. */
import express, { type Request, type RequestHandler, type Response } from 'express'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'

/** Takes the body in as bytes, whatever its media type; why it could not is noted for the engine to say. */
export function bodyReader(limit: number): RequestHandler {
  const read = express.raw({ type: () => true, limit })
  return (request, response, next) => {
    read(request, response, (error: unknown) => {
      const type = (error as { type?: string } | undefined)?.type
      if (type === 'request.aborted') return
      if (error) response.locals['refused'] = type === 'entity.too.large' ? 'oversized' : 'encoding'
      next()
    })
  }
}

/** The request with the path that the tenant sees. */
export function toApiRequest(request: Request, response: Response, path: string): ApiRequest {
  const { refused } = response.locals as { refused?: 'oversized' | 'encoding' }
  const bytes: unknown = request.body
  return {
    method: request.method,
    path,
    query: request.originalUrl.split('?').slice(1).join('?'),
    headers: joinedHeaders(request.headers),
    ...(request.headers.host !== undefined && { host: request.headers.host }),
    ...(Buffer.isBuffer(bytes) && { body: bytes }),
    ...(refused && { refused }),
  }
}

function joinedHeaders(headers: Request['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}

/** Sends an answer, or does to it what a fault says. */
export function sendApiResponse(response: Response, answer: ApiResponse): void {
  const { status, headers, body, transportFault: mishap } = answer
  if (mishap?.kind === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if (mishap) {
    response.writeHead(status, { ...headers, 'content-length': String(mishap.length) })
    void sendPieces(response, mishap.pieces)
    return
  }
  const length = body === undefined ? 0 : Buffer.byteLength(body)
  const bodiless = status === 204 || status === 304
  response.writeHead(status, { ...headers, ...(!bodiless && { 'content-length': String(length) }) })
  response.end(body)
}

async function sendPieces(response: Response, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const piece of pieces) {
      if (response.destroyed) return
      response.write(piece)
    }
    response.end()
  } catch {
    // What was written goes out, then the connection ends, short of what its length had promised.
    response.socket?.destroySoon()
  }
}
