/** This API's errors: problem details of RFC 9457 (OS-19). */
import { bearerChallenge, type Dialect, statusName, type Violation } from 'tvilling'
import type { Schemas } from './states.ts'

const TITLES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  500: 'Internal Server Error',
} as const

type Status = keyof typeof TITLES

export interface ProblemAnswer<S extends Status> {
  status: S
  headers: Record<string, string>
  body: Schemas['Problem']
}

function problem<S extends Status>(
  status: S,
  detail: string,
  headers: Record<string, string> = {},
): ProblemAnswer<S> {
  return { status, headers, body: { type: 'about:blank', title: TITLES[status], status, detail } }
}

/** The identifier is neither an organization number of the country nor nine digits (OS-19, OS-20). */
export function noIdentifier(adjective: string) {
  return problem(400, `The identifier is no ${adjective} organization number and no DUNS number.`)
}

/** The token lacks a scope (OS-09, OS-19). */
export function scopeMissing(scope: string) {
  return problem(403, `The token lacks the scope ${scope}.`)
}

/** The client has no session with the id in the country (OS-19). */
export function sessionUnknown() {
  return problem(404, 'There is no such session.')
}

/** The report was not requested (OS-19). */
export function reportUnknown(report: string) {
  return problem(404, `The session has no report ${report}.`)
}

/** The result or report is not ready yet (OS-19). */
export function notReady(what: string, state: 'NOT_STARTED' | 'IN_PROGRESS') {
  return problem(409, `The ${what} ${state === 'NOT_STARTED' ? 'has not been started' : 'is in progress'}.`)
}

/** The session failed: the result or report will never be ready (OS-19). */
export function sessionFailed() {
  return problem(409, 'The session failed.')
}

/** The two hours of the result or report are over (OS-08, OS-19). */
export function expired(what: string) {
  return problem(410, `The ${what} expired.`)
}

/** A country or report that the API does not have is an unknown path (OS-19). */
const UNKNOWN: Readonly<Record<string, string>> = {
  country: 'Organizations of this country are not offered.',
  report: 'There is no such report.',
}

function violated([first, ...rest]: readonly [Violation, ...Violation[]]) {
  const unknown = first.in === 'path' ? UNKNOWN[first.field] : undefined
  if (unknown !== undefined) return problem(404, unknown)
  const sentences = [first, ...rest].map(({ field, message }) => `${field || 'The body'} ${message}`)
  return problem(400, `${sentences.join('; ')}.`)
}

export const problems: Dialect = {
  unmatched: (_failure, { path }) => problem(404, `There is nothing at ${path}.`),
  method: ({ allow }) =>
    problem(405, `The path takes ${allow.join(' and ')} only.`, { allow: allow.join(', ') }),
  unauthenticated: ({ cause, detail }) =>
    problem(401, detail, { 'www-authenticate': bearerChallenge(cause) }),
  scope: ({ scope }) => scopeMissing(scope),
  oversized: ({ limit }) => problem(400, `The body is larger than ${limit} bytes.`),
  'media-type': ({ accepted }) => problem(400, `The content type must be ${accepted.join(' or ')}.`),
  malformed: ({ detail }) => problem(400, detail),
  violations: ({ violations }) => violated(violations),
  internal: () => problem(500, 'An unexpected error occurred.'),
  fault: ({ status, detail }) => {
    const headers = status === 401 ? { 'www-authenticate': bearerChallenge('unknown') } : undefined
    const { body, ...rest } = problem(status as Status, detail, headers)
    // Only a status that a test forces has no title.
    return { ...rest, body: { ...body, title: body.title ?? statusName(status) } }
  },
}
