/** Reads the body of a request as decoded bytes, up to a limit. */
import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { systemWall } from '../../src/harness/clock.ts'
import type { ApiRequest } from '../../src/http/messages.ts'
import type { HoldBytes } from './held-bodies.ts'

/** What is read of every body, before it is asked whether it need be read. */
const SMALL = 64 * 1024

/** Whether a request says that it brings little. */
export function isSmall({ headers }: IncomingMessage): boolean {
  return headers['content-encoding'] === undefined && Number(headers['content-length'] ?? Infinity) <= SMALL
}

export type TakenBody = Pick<ApiRequest, 'body' | 'refused'>

export const NO_BODY: TakenBody = {}
/** Nobody may send it, so nobody reads it. */
export const UNAUTHORIZED: TakenBody = { refused: 'unauthorized' }

/** Loaded when a body is compressed: few are. */
function decoderFor(encoding: string): Transform | undefined {
  const zlib = process.getBuiltinModule('node:zlib')
  const decoders: Record<string, () => Transform> = {
    gzip: zlib.createGunzip,
    deflate: zlib.createInflate,
    br: zlib.createBrotliDecompress,
  }
  return Object.hasOwn(decoders, encoding) ? decoders[encoding]?.() : undefined
}

/** The decoded body of a request, or undefined if it has an encoding that is not known here. */
export function decodedBody(request: IncomingMessage): { source: Readable; decoder?: Transform } | undefined {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity') return { source: request }
  const decoder = decoderFor(encoding)
  return decoder && { source: request.pipe(decoder), decoder }
}

/** Whether a request has a body, perhaps an empty one (RFC 9112 section 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** How much of a body is read although it was refused: some clients read the answer only when all is sent. */
const FORGOTTEN = 64 * 1024 * 1024

/**
 * Reads a body and calls `done` once, or never if the client disconnects. The limit is in decoded bytes. If a body is
 * refused, the rest of the body is read and dropped, so that the client can read the answer.
 * @param hold counts what the server holds of bodies.
 */
export function takeBody(
  request: IncomingMessage,
  limit: number,
  done: (taken: TakenBody) => void,
  hold: HoldBytes,
): void {
  const decoded = decodedBody(request)
  const { source, decoder } = decoded ?? { source: request }
  const chunks: Buffer[] = []
  let length = 0
  let finished = false

  function finish(taken: TakenBody): void {
    if (finished) return
    finished = true
    source.off('data', take).off('end', end)
    request.off('close', leave)
    decoder?.destroy()
    if (taken.refused) {
      request.unpipe()
      forget(request, () => done(taken))
    } else done(taken)
  }
  function take(chunk: Buffer): void {
    length += chunk.length
    if (length > limit) finish({ refused: 'oversized' })
    else if (!hold(chunk.length)) finish({ refused: 'busy' })
    else chunks.push(chunk)
  }
  function end(): void {
    finish({ body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length) })
  }
  function leave(): void {
    if (!request.complete) decoder?.destroy()
  }

  // A client that has disconnected gets no answer.
  request.on('error', () => {}).on('close', leave)
  if (!decoded) finish({ refused: 'encoding' })
  else if (!decoder && Number(request.headers['content-length']) > limit) finish({ refused: 'oversized' })
  else {
    source.on('data', take).on('end', end)
    decoder?.on('error', () => finish({ refused: 'encoding' }))
  }
}

/** How long the answer to a refused body waits for the rest of it, in milliseconds, on a connection that ends with the answer. */
const LINGER = 2_000

/**
 * Reads the rest of a body and drops it; ends the connection of a client that does not stop sending. It calls `answer` at
 * once, or when the rest has come in if the connection ends with the answer: bytes that nobody has read would reset the
 * connection, and the client might never see the answer.
 */
export function forget(request: IncomingMessage, answer: () => void, ends = endsWithAnswer(request)): void {
  if (!hasBody(request)) {
    answer()
    return
  }
  dropUpTo(FORGOTTEN, request)
  request.resume()
  if (!ends || request.readableEnded) {
    answer()
    return
  }
  let answered = false
  const finish = () => {
    cancel()
    if (!answered && !request.destroyed) answer()
    answered = true
  }
  const cancel = systemWall.after(LINGER, finish)
  request.on('end', finish).on('close', cancel)
}

/** Drops what comes in, and ends a source that does not stop. */
export function dropUpTo(bytes: number, source: Readable): void {
  let left = bytes
  source.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) source.destroy()
  })
}

/** Whether the client wants the connection to end with the answer (RFC 9112 section 9.3). */
function endsWithAnswer({ headers, httpVersion }: IncomingMessage): boolean {
  const { connection = '' } = headers
  return /\bclose\b/i.test(connection) || (httpVersion === '1.0' && !/\bkeep-alive\b/i.test(connection))
}
