/** Parses bodies of requests by the media type of the contract: JSON, forms, multipart, text. */

import type { Failure } from './failure.ts'
import type { ApiRequest } from './messages.ts'
import { parseMultipart } from './multipart.ts'
import { decodeUtf8 } from './utf8.ts'

/** Deeper than useful JSON, and far below the depth at which a recursive schema or `JSON.stringify` fails. */
const DEEPEST = 200
/** Far more fields than any form of these APIs has. */
const MOST_FIELDS = 1_000

export function malformed(detail: string): { failure: Failure } {
  return { failure: { kind: 'malformed', detail } }
}

/**
 * The parsed body, or why it does not fit its media type.
 * @param mostValues JSON with many more values than this is refused before it is parsed.
 */
export async function parseBody(
  mediaType: string,
  request: ApiRequest,
  mostValues = Infinity,
): Promise<{ body: unknown } | { failure: Failure }> {
  const bytes = request.body ?? new Uint8Array()
  if (mediaType === 'multipart/form-data') {
    const form = await parseMultipart(bytes, request.headers['content-type'] ?? '')
    return typeof form === 'string' ? malformed(form) : { body: form }
  }
  const text = decodeUtf8(bytes)
  if (text === undefined) return malformed('The body is not UTF-8.')
  if (mediaType === 'application/x-www-form-urlencoded') return parseForm(text)
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json')) return { body: text }
  const excess = excessOf(text, mostValues)
  if (excess) return malformed(excess)
  try {
    return { body: JSON.parse(text) }
  } catch (error) {
    return malformed(`The body is not JSON: ${(error as Error).message}`)
  }
}

/** A form as an object. A repeated name has an array, which a schema of a single value refuses. */
function parseForm(text: string): { body: Record<string, unknown> } | { failure: Failure } {
  if (hasMoreThan(MOST_FIELDS - 1, '&', text)) {
    return malformed(`The form has more than ${MOST_FIELDS} fields.`)
  }
  const values = new Map<string, string | string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = values.get(name)
    if (earlier === undefined) values.set(name, value)
    else if (typeof earlier === 'string') values.set(name, [earlier, value])
    else earlier.push(value)
  }
  return { body: Object.fromEntries(values) }
}

function hasMoreThan(most: number, sign: string, text: string): boolean {
  let found = 0
  for (let at = text.indexOf(sign); at !== -1 && found <= most; at = text.indexOf(sign, at + 1)) found += 1
  return found > most
}

/** What JSON has too much of: levels, or values, which commas separate. */
function excessOf(json: string, mostValues: number): string | undefined {
  if (json.length <= DEEPEST) return undefined
  let depth = 0
  let commas = 0
  let inString = false
  // Without regular expression: one that skips strings overflows the stack in a string of several megabytes.
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at]
    if (character === '"') inString = !inString
    else if (inString) at += character === '\\' ? 1 : 0
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    else if (character === ',') commas += 1
    if (depth > DEEPEST) return `The body nests deeper than ${DEEPEST} levels.`
    if (commas > mostValues) return `The body has more than ${mostValues} values.`
  }
  return undefined
}
