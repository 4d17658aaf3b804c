/** Requests and responses as the engine sees them: plain objects, which every door converts to and from. */

export interface ApiRequest {
  /** Upper case. */
  method: string
  /** Host name and port that the client addressed, when the door knows it. */
  host?: string
  /** From the first slash, without the query, percent-encoded as it came. */
  path: string
  /** Without the question mark. */
  query: string
  /** Names in lower case; values of a repeated header are joined by a comma. */
  headers: Readonly<Record<string, string>>
  body?: Uint8Array
  /** Why the door could not take the body in: it is larger than the limit, or in an encoding nobody knows. */
  refused?: 'oversized' | 'encoding'
}

export interface ApiResponse {
  status: number
  headers: Record<string, string>
  body?: string | Uint8Array
  /** What goes wrong with this answer on its way; the door sees to it. */
  transportFault?: TransportFault
}

export type TransportFault =
  /** The connection breaks instead. */
  | { kind: 'reset' }
  /** The body comes in pieces, in time of the harness; where they throw, the connection ends. */
  | { kind: 'pieces'; pieces: AsyncIterable<Uint8Array>; length: number }

/** What an operation answers; the pipeline turns the body into bytes as the contract says. */
export interface ApiResult {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** A web `Request` as the engine takes it. Bodies over the limit are not read to their end. */
export async function fromWebRequest(request: Request, limit: number): Promise<ApiRequest> {
  const url = new URL(request.url)
  const taken = await readUpTo(request, limit)
  return {
    method: request.method.toUpperCase(),
    host: url.host,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(request.headers),
    ...taken,
  }
}

async function readUpTo(request: Request, limit: number): Promise<Pick<ApiRequest, 'body' | 'refused'>> {
  if (!request.body) return {}
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { body: Buffer.concat(chunks) }
    length += value.byteLength
    if (length > limit) {
      letGo(reader)
      return { refused: 'oversized' }
    }
    chunks.push(value)
  }
}

/**
 * Ends the reading of a body without waiting. MSW keeps a second branch of every body, and a branch is only
 * cancelled when both are: who waits for it waits for ever.
 */
export function letGo(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => {})
}

const WITHOUT_BODY = new Set([101, 204, 205, 304])

/** @throws TypeError as `fetch` does when the connection breaks. */
export function toWebResponse({ status, headers, body, transportFault: mishap }: ApiResponse): Response {
  if (mishap?.kind === 'reset') throw brokenFetch()
  if (mishap) {
    const whole = { ...headers, 'content-length': String(mishap.length) }
    return new Response(streamOf(mishap.pieces), { status, headers: whole })
  }
  const content = WITHOUT_BODY.has(status) ? null : (body ?? null)
  return new Response(content as ConstructorParameters<typeof Response>[0], { status, headers })
}

/** What `fetch` rejects with when a connection is reset. With `code` and `errno` as errors of Node have them. */
function brokenFetch(): TypeError {
  const reason = { code: 'ECONNRESET', errno: -104, syscall: 'read' }
  const cause = Object.assign(new Error('read ECONNRESET'), reason)
  const error = Object.assign(new TypeError('fetch failed', { cause }), reason)
  // It was asked for: where it was made is of no interest to anybody who prints it.
  for (const each of [cause, error]) each.stack = `${each.name}: ${each.message}`
  return error
}

/** Turns of the event loop in which what was sent before an error reaches its reader. */
const TURNS_TO_ARRIVE = 20

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      try {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch {
        // An error overtakes what is still on its way through MSW's copies of the stream: without this pause
        // its readers get nothing at all.
        for (let turn = 0; turn < TURNS_TO_ARRIVE; turn += 1) {
          await new Promise<void>((done) => setImmediate(done))
        }
        const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
        controller.error(new TypeError('terminated', { cause }))
      }
    },
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}
