/** This API's errors: RFC 7807 problem details (CI-05, CI-06, CI-32). */
import { bearerChallenge, type Dialect, type Random, statusName } from 'tvilling'
import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'

type Schemas = components['schemas']

/** Titles by status. The source has none for 405, 409 and 429: these have the name of the status (CI-05). */
const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
} as const satisfies Record<number, Schemas['ProblemTitle']>

export type ProblemStatus = keyof typeof TITLES

export interface ProblemAnswer<S extends ProblemStatus> {
  status: S
  headers: Record<string, string>
  body: Schemas['Problem']
}

/** A problem without violations (CI-05). */
export function problem<S extends ProblemStatus>(
  status: S,
  detail: string,
  { random }: { random: Random },
  headers: Record<string, string> = {},
): ProblemAnswer<S> {
  const body = {
    status,
    detail,
    type: 'about:blank',
    title: TITLES[status],
    instance: traceId(random),
  } as const
  return { status, headers, body }
}

/** The 400 that names each violation (CI-06, CI-32). */
export function constraintViolation(
  violations: Schemas['Violation'][],
  { random }: { random: Random },
  part = 'body',
): { status: 400; body: Schemas['ConstraintViolation'] } {
  return {
    status: 400,
    body: {
      status: 400,
      detail: `Request ${part} contains one or more errors`,
      type: 'about:blank',
      title: 'Constraint Violation',
      instance: traceId(random),
      violations,
    },
  }
}

/** Too many requests, with the seconds to wait (CI-32). */
export function tooManyRequests(seconds: number, setting: { random: Random }): ProblemAnswer<429> {
  const detail = `Too many requests; try again in ${seconds} seconds.`
  return problem(429, detail, setting, { 'retry-after': String(seconds) })
}

const traceId = (random: Random) => `urn:bisnode:traceid:${random.uuid()}`

const FAULTY_RETRY = 30

export const problems: Dialect = {
  unmatched: (_failure, setting) => problem(404, `There is nothing at ${setting.path}.`, setting),
  method: ({ allow }, setting) =>
    problem(405, `The method ${setting.method} is not available here.`, setting, { allow: allow.join(', ') }),
  unauthenticated: ({ cause, detail }, setting) =>
    problem(401, detail, setting, { 'www-authenticate': bearerChallenge(cause) }),
  scope: ({ detail }, setting) => problem(403, detail, setting),
  oversized: ({ limit }, setting) => problem(400, `The request body is larger than ${limit} bytes.`, setting),
  'media-type': ({ accepted }, setting) =>
    problem(400, `The content type must be ${accepted.join(' or ')}.`, setting),
  malformed: ({ detail }, setting) => problem(400, detail, setting),
  violations: ({ violations }, setting) =>
    constraintViolation(
      violations.map(({ field, message }) => ({ field: field || 'body', message })),
      setting,
      violations[0].in,
    ),
  internal: (_failure, setting) => problem(500, 'An unexpected error occurred.', setting),
  fault: ({ status, detail }, setting) => {
    if (status === 429) return tooManyRequests(FAULTY_RETRY, setting)
    const headers = status === 401 ? { 'www-authenticate': bearerChallenge('unknown') } : undefined
    const { body, ...rest } = problem(status as ProblemStatus, detail, setting, headers)
    // Only a status that a test forces has no title.
    return { ...rest, body: { ...body, title: body.title ?? statusName(status) } }
  },
}
