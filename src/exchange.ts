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
}

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
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > limit) return { refused: 'oversized' }
    chunks.push(chunk)
  }
  return { body: Buffer.concat(chunks) }
}

const WITHOUT_BODY = new Set([101, 204, 205, 304])

export function toWebResponse({ status, headers, body }: ApiResponse): Response {
  const content = WITHOUT_BODY.has(status) ? null : (body ?? null)
  return new Response(content as ConstructorParameters<typeof Response>[0], { status, headers })
}
