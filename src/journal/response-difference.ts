/** The first place at which two responses differ. */
import { escapePointer } from '../contract/json-pointer.ts'
import type { ApiResponse } from '../http/messages.ts'

export interface ResponseDifference {
  /** `status`, `header <name>` or `body`, with a JSON Pointer where the body is JSON: `body /data/0/state`. */
  where: string
  recorded: unknown
  replayed: unknown
}

/** Undefined if both are the same, byte for byte. */
export function differenceOf(recorded: ApiResponse, replayed: ApiResponse): ResponseDifference | undefined {
  if (recorded.status !== replayed.status) {
    return { where: 'status', recorded: recorded.status, replayed: replayed.status }
  }
  // The body comes first: its difference says more than that of `content-length` or a reason.
  return bodyDifference(recorded.body, replayed.body) ?? headerDifference(recorded.headers, replayed.headers)
}

function headerDifference(
  recorded: Readonly<Record<string, string>>,
  replayed: Readonly<Record<string, string>>,
): ResponseDifference | undefined {
  const names = new Set([...Object.keys(recorded), ...Object.keys(replayed)])
  for (const name of names) {
    if (recorded[name] === replayed[name]) continue
    return { where: `header ${name}`, recorded: recorded[name], replayed: replayed[name] }
  }
  return undefined
}

function bodyDifference(
  recorded: ApiResponse['body'],
  replayed: ApiResponse['body'],
): ResponseDifference | undefined {
  const [one, other] = [bytesOf(recorded), bytesOf(replayed)]
  if (one.equals(other)) return undefined
  const [before, now] = [asJson(one), asJson(other)]
  if (before === undefined || now === undefined) {
    return { where: 'body', recorded: excerpt(one), replayed: excerpt(other) }
  }
  return (
    valueDifference(before.json, now.json, '') ?? {
      where: 'body, in spaces or the order of members',
      recorded: excerpt(one),
      replayed: excerpt(other),
    }
  )
}

const bytesOf = (body: ApiResponse['body']) => Buffer.from(body ?? '')

function asJson(bytes: Buffer): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(bytes.toString('utf8')) }
  } catch {
    return undefined
  }
}

const LONGEST = 200

/** The text, shortened. */
function excerpt(bytes: Buffer): string {
  const text = bytes.subarray(0, LONGEST).toString('utf8')
  if (text.includes('\ufffd')) return `${bytes.byteLength} bytes that are no text`
  return bytes.byteLength <= LONGEST ? text : `${text}… (${bytes.byteLength} bytes)`
}

function valueDifference(
  recorded: unknown,
  replayed: unknown,
  pointer: string,
): ResponseDifference | undefined {
  if (Object.is(recorded, replayed)) return undefined
  const isTree = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null
  if (!isTree(recorded) || !isTree(replayed) || Array.isArray(recorded) !== Array.isArray(replayed)) {
    return { where: `body ${pointer}`.trim(), recorded, replayed }
  }
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(replayed)])) {
    const step = `${pointer}/${escapePointer(name)}`
    const difference = valueDifference(memberOf(recorded, name), memberOf(replayed, name), step)
    if (difference) return difference
  }
  return undefined
}

function memberOf(tree: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(tree, name) ? tree[name] : undefined
}
