/** Parses bodies of requests by the media type of the contract: JSON, forms, multipart, text. */

import type { Failure } from './failure.ts'
import type { ApiRequest } from './messages.ts'
import { parseMultipart } from './multipart.ts'
import { decodeUtf8 } from './utf8.ts'

/** Deeper than useful JSON, and far below the depth at which a recursive schema or `JSON.stringify` fails. */
const DEEPEST = 200

export function malformed(detail: string): { failure: Failure } {
  return { failure: { kind: 'malformed', detail } }
}

/** The parsed body, or why it does not fit its media type. */
export async function parseBody(
  mediaType: string,
  request: ApiRequest,
): Promise<{ body: unknown } | { failure: Failure }> {
  const bytes = request.body ?? new Uint8Array()
  if (mediaType === 'multipart/form-data') {
    const form = await parseMultipart(bytes, request.headers['content-type'] ?? '')
    return form ? { body: form } : malformed('The body is not multipart/form-data as its Content-Type says.')
  }
  const text = decodeUtf8(bytes)
  if (text === undefined) return malformed('The body is not UTF-8.')
  if (mediaType === 'application/x-www-form-urlencoded') return { body: parseForm(text) }
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json')) return { body: text }
  if (isDeeperThan(DEEPEST, text)) return malformed(`The body nests deeper than ${DEEPEST} levels.`)
  try {
    return { body: JSON.parse(text) }
  } catch (error) {
    return malformed(`The body is not JSON: ${(error as Error).message}`)
  }
}

/** A form as an object. A repeated name has an array, which a schema of a single value refuses. */
function parseForm(text: string): Record<string, unknown> {
  const form = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}

/** Whether JSON nests deeper than this many levels. */
function isDeeperThan(levels: number, json: string): boolean {
  if (json.length <= levels) return false
  let depth = 0
  let inString = false
  // Without regular expression: one that skips strings overflows the stack in a string of several megabytes.
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at]
    if (character === '"') inString = !inString
    else if (inString) at += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    if (depth > levels) return true
  }
  return false
}
