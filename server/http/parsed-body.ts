/** Reads the body of a request as bytes, even if a body parser has already read it. */
import type { IncomingMessage } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import { hasBody, type TakenBody, takeBody } from './body.ts'
import type { HoldBytes } from './held-bodies.ts'

/** A request with the result of a parser such as `express.json()`. */
export type ParsedRequest = IncomingMessage & { body?: unknown }

/** Whether a parser has read the body. An empty one has ended although nothing was read. */
export const wasRead = (request: IncomingMessage) => request.readableDidRead || request.readableEnded

/**
 * Calls `done` once with the received body, or, if it was already parsed, with one of the same meaning.
 * @throws UsageError if a parser has read the body and left nothing from which it can be made again.
 */
export function takeParsedBody(
  request: ParsedRequest,
  limit: number,
  done: (taken: TakenBody) => void,
  hold: HoldBytes,
): void {
  if (!hasBody(request)) done({})
  else if (!wasRead(request)) takeBody(request, limit, done, hold)
  else {
    const body = bytesOf(request)
    done(body.length > limit ? { refused: 'oversized' } : { body })
  }
}

function bytesOf({ body, headers }: ParsedRequest): Uint8Array {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isJson = type === 'application/json' || type.endsWith('+json')
  if (body instanceof Uint8Array) return body
  // A parser turns an empty body into an empty object.
  if (headers['content-length'] === '0') return new Uint8Array()
  if (typeof body === 'string') return Buffer.from(isJson && !isJsonText(body) ? JSON.stringify(body) : body)
  if (body !== undefined && isJson) return Buffer.from(JSON.stringify(body))
  if (type === 'application/x-www-form-urlencoded' && typeof body === 'object' && body !== null) {
    return Buffer.from(new URLSearchParams([...fieldsOf(body)]).toString())
  }
  throw new UsageError(
    `A parser before tvilling() read a body of ${type || 'no media type'} and kept no bytes of it: put that parser after tvilling().`,
  )
}

/** Whether a text is JSON: `express.text()` leaves JSON as it is, `express.json({ strict: false })` leaves a parsed string. */
function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The fields of a form; nested ones (`extended`) as `a[b]`, a list as a repeated field. */
function* fieldsOf(value: object, prefix?: string): Generator<[string, string]> {
  for (const [key, each] of Object.entries(value)) {
    const name = prefix === undefined ? key : `${prefix}[${key}]`
    for (const one of Array.isArray(each) ? each : [each]) {
      if (typeof one === 'object' && one !== null) yield* fieldsOf(one, name)
      else yield [name, String(one)]
    }
  }
}
