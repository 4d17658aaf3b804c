/** The service's errors: its own (BR-03, BR-05, BR-06, BR-07) and those of the web server before it (BR-04). */

import {
  type ApiResult,
  type Dialect,
  type FailureSetting,
  type Random,
  statusName,
  toIso,
  type Violation,
} from 'tvilling'

const titles = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
} as const

type Status = keyof typeof titles

function apiError<S extends Status>(status: S, detail: string, random: Random) {
  return { status, body: { title: titles[status], detail, status, errorId: random.uuid() } }
}

function serverError<S extends Status>(status: S, path: string, now: number) {
  const timestamp = toIso(now).replace('Z', '+00:00')
  return {
    status,
    body: { timestamp, status, error: titles[status], message: 'No message available', path },
  }
}

/** The report breaks constraints; the answer names each of them (BR-03, BR-16). */
export function invalidParameters(violations: readonly Violation[], random: Random) {
  const count = violations.length
  const detail = `The report has ${count} invalid parameter${count === 1 ? '' : 's'}.`
  const { status, body } = apiError(400, detail, random)
  return { status, body: { ...body, invalidParameters: violations.map(viewViolation) } }
}

/** The caller is forbidden (BR-04). */
export function forbidden(path: string, now: number) {
  return serverError(403, path, now)
}

/** The request was understood and cannot be processed (BR-05). */
export function unprocessable(detail: string, random: Random) {
  return apiError(422, detail, random)
}

/** Which bodies are 422 and which are 400, and with what entries, is assumed (BR-16). */
function readAsAssumed(result: ApiResult): ApiResult & { facts: string[] } {
  return { ...result, facts: ['BR-16'] }
}

function viewViolation({ field, message, value }: Violation) {
  return { reason: message, value: textOf(value), property: field || 'body' }
}

/** A value as text: no value is the empty text, and a value that is not a text is JSON (BR-03). */
function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The service fails, or cannot reach Skatteverket (BR-06, BR-07). */
export function failed(status: 500 | 502, random: Random) {
  return status === 500
    ? apiError(500, 'An unexpected error occurred.', random)
    : apiError(502, 'Skatteverket could not be reached.', random)
}

const internalServerError = ({ random }: FailureSetting) => failed(500, random)

/** The answer for each documented status that a test asks for. */
const documented: Record<number, (setting: FailureSetting) => ApiResult> = {
  400: ({ random }) => {
    const missing = { in: 'body', field: 'reportId', message: 'is required', value: undefined } as const
    return invalidParameters([missing], random)
  },
  403: ({ path, now }) => forbidden(path, now),
  422: ({ random }) => unprocessable('The report cannot be processed.', random),
  500: internalServerError,
  502: ({ random }) => failed(502, random),
}

/** The answer for an undocumented status that a test forces, in the form of the service. */
function forced(status: number, setting: FailureSetting): ApiResult {
  const { body } = internalServerError(setting)
  return { status, body: { ...body, title: statusName(status), status } }
}

export const problems: Dialect = {
  unmatched: (_, { path, now }) => serverError(404, path, now),
  method: (_, { path, now }) => serverError(405, path, now),
  // No operation requires a token (BR-20).
  unauthenticated: (_, { path, now }) => forbidden(path, now),
  scope: (_, { path, now }) => forbidden(path, now),
  oversized: ({ limit }, { random }) =>
    readAsAssumed(unprocessable(`The body is larger than ${limit} bytes.`, random)),
  'media-type': ({ received, accepted }, { random }) => {
    const media = `${accepted.join(' or ')}, not ${received ?? 'without Content-Type'}`
    return readAsAssumed(unprocessable(`The body must be ${media}.`, random))
  },
  malformed: (_, { random }) => readAsAssumed(unprocessable('The body could not be read as JSON.', random)),
  violations: ({ violations }, { random }) => readAsAssumed(invalidParameters(violations, random)),
  internal: (_, setting) => internalServerError(setting),
  fault: ({ status }, setting) => documented[status]?.(setting) ?? forced(status, setting),
}
