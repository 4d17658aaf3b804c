/** Requests and responses as plain objects, for the engine. Each door converts its own to these and back. */

export interface ApiRequest {
  /** Upper case. */
  method: string
  /** Host name and port that the client addressed, if the door knows it. */
  host?: string
  /** Where the client reached the harness, without trailing slash: `https://api.example`, `http://127.0.0.1:4010/t/team`. */
  origin?: string
  /** The environment that the client named in its path; without it, the host tells it. */
  environment?: string
  /** The span that the door began for it, as a `traceparent`; without it, the header of that name tells the trace. */
  trace?: string
  /** From the first slash, without the query, percent-encoded as received. */
  path: string
  /** Without the question mark. */
  query: string
  /** Names in lower case; values of a repeated header are joined by a comma. */
  headers: Readonly<Record<string, string>>
  body?: Uint8Array
  /**
   * Why the door did not read the body: it is larger than the limit, its encoding is unknown, nothing that lets the client
   * in came before it, or the server holds too much of other bodies. Or why the whole request cannot be read, such as a header
   * that is none, with the status that HTTP has for it.
   */
  refused?: 'oversized' | 'encoding' | 'unauthorized' | 'busy' | UnreadRequest
  /** Gives a signal that says when the client no longer waits for the answer. Asked for if something delays the answer. */
  aborted?: () => AbortSignal
}

/** A request that breaks HTTP itself. */
export interface UnreadRequest {
  status: number
  detail: string
}

export interface ApiResponse {
  status: number
  headers: Record<string, string>
  body?: string | Uint8Array
  /** The declared fault that matched the request, for traces. It is not sent. */
  fault?: string
  /** A fault that the door applies when it sends this answer. */
  transportFault?: TransportFault
}

export type TransportFault =
  /** The connection breaks, and no answer is sent. */
  | { kind: 'reset' }
  /** The body comes in pieces, by the harness's clock. If the iteration throws, the connection ends. */
  | {
      kind: 'pieces'
      pieces: AsyncIterable<Uint8Array>
      length: number
      /** Ends a wait for the next piece, if nobody reads it. */
      stop?(): void
    }

/** The answer of an operation. The pipeline encodes the body by the media type in the contract. */
export interface ApiResult {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/**
 * Converts a web `Request`. A body over the limit is not read to its end.
 * @throws the reason of its signal, if it was aborted.
 */
export async function fromWebRequest(request: Request, limit: number): Promise<ApiRequest> {
  const url = new URL(request.url)
  const taken = await readUpTo(request, limit)
  if (request.signal.aborted) throw request.signal.reason
  return {
    method: request.method.toUpperCase(),
    host: url.host,
    origin: url.origin,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(request.headers),
    aborted: () => request.signal,
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
 * Stops reading a body, without waiting. MSW keeps a second branch of every body, and cancelling one branch resolves only
 * when both are cancelled: waiting for it would never end.
 */
export function letGo(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => {})
}

/** The answer to HEAD: the same headers, and the length of the body that a GET gets (RFC 9110 section 9.3.2). */
export function withoutBody({ body, ...response }: ApiResponse): ApiResponse {
  if (body === undefined) return response
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
  return { ...response, headers: { ...response.headers, 'content-length': String(length) } }
}

const WITHOUT_BODY = new Set([101, 204, 205, 304])

/**
 * @param request what it answers: if that is aborted, a body that is still on its way ends with the reason.
 * @throws TypeError, as `fetch` does, if the connection breaks; the reason of the signal, if the request was aborted.
 */
export function toWebResponse(
  { status, headers, body, transportFault }: ApiResponse,
  request?: Pick<Request, 'signal'>,
): Response {
  if (request?.signal.aborted) throw request.signal.reason
  if (transportFault?.kind === 'reset') throw brokenFetch()
  if (transportFault) {
    const complete = { ...headers, 'content-length': String(transportFault.length) }
    return new Response(streamOf(transportFault, request), { status, headers: complete })
  }
  const content = WITHOUT_BODY.has(status) ? null : (body ?? null)
  return new Response(content as ConstructorParameters<typeof Response>[0], { status, headers })
}

/** The error of `fetch` for a reset connection, with `code` and `errno` as in errors of Node. */
function brokenFetch(): TypeError {
  const reason = { code: 'ECONNRESET', errno: -104, syscall: 'read' }
  const cause = Object.assign(new Error('read ECONNRESET'), reason)
  const error = Object.assign(new TypeError('fetch failed', { cause }), reason)
  // A test declared this error, so our stack trace does not help anybody.
  for (const each of [cause, error]) each.stack = `${each.name}: ${each.message}`
  return error
}

/** Turns of the event loop after which the bytes that were sent before an error have reached their reader. */
const TURNS_TO_ARRIVE = 20

type Pieces = Extract<TransportFault, { kind: 'pieces' }>

function streamOf({ pieces, stop }: Pieces, request?: Pick<Request, 'signal'>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  const isAborted = () => request?.signal.aborted === true
  const source = {
    start(controller: ReadableStreamDefaultController<Uint8Array>) {
      request?.signal.addEventListener('abort', () => controller.error(request.signal.reason), { once: true })
    },

    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      try {
        const { done, value } = await iterator.next()
        if (isAborted()) return
        if (done) controller.close()
        else controller.enqueue(value)
      } catch {
        // An error overtakes the bytes that are still in MSW's copies of the stream. Without this pause their readers
        // get nothing.
        for (let turn = 0; turn < TURNS_TO_ARRIVE && !isAborted(); turn += 1) {
          await new Promise<void>((done) => setImmediate(done))
        }
        const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
        if (!isAborted()) controller.error(new TypeError('terminated', { cause }))
      }
    },

    cancel: () => stop?.(),
  }
  return new ReadableStream(source, { highWaterMark: 0 })
}
