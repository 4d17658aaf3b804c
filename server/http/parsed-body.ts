/** The body of a request that a body parser may have read already, as bytes. */
import type { IncomingMessage } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import { hasBody, type TakenBody, takeBody } from './body.ts'

/** What parsers such as `express.json()` leave behind. */
export type ParsedRequest = IncomingMessage & { body?: unknown }

/**
 * Calls `done` once with the body as it came, or, if it was parsed before, with one that means the same.
 * @throws UsageError when a parser has read the body and left nothing that it can be made of.
 */
export function takeParsedBody(
  request: ParsedRequest,
  limit: number,
  done: (taken: TakenBody) => void,
): void {
  if (!hasBody(request)) done({})
  // Of an empty body there is an end, and nothing that was read.
  else if (!request.readableDidRead && !request.readableEnded) takeBody(request, limit, done)
  else {
    const body = bytesOf(request)
    done(body.length > limit ? { refused: 'oversized' } : { body })
  }
}

function bytesOf({ body, headers }: ParsedRequest): Uint8Array {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isJson = type === 'application/json' || type.endsWith('+json')
  if (body instanceof Uint8Array) return body
  // A parser makes an empty object of an empty body.
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

/** `express.text()` leaves the text, `express.json({ strict: false })` the string that it stands for. */
function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Fields of a form, those of `extended` ones as `a[b]`; a list is a field that is repeated. */
function* fieldsOf(value: object, prefix?: string): Generator<[string, string]> {
  for (const [key, each] of Object.entries(value)) {
    const name = prefix === undefined ? key : `${prefix}[${key}]`
    for (const one of Array.isArray(each) ? each : [each]) {
      if (typeof one === 'object' && one !== null) yield* fieldsOf(one, name)
      else yield [name, String(one)]
    }
  }
}
