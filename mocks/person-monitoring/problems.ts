/** Roaring's errors: `error` and `message`, and for 400 the wrong `attributes` (PM-11); names are assumed (PM-21). */
import { type ApiResult, bearerChallenge, type Dialect, statusName } from 'tvilling'
import type { components } from '../../contracts/person-monitoring/types.gen.ts'

type Schemas = components['schemas']
type Attribute = Schemas['ErrorAttribute']

function answer<S extends number>(status: S, error: Schemas['Error']['error'], message: string) {
  return { status, body: { error, message } }
}

/** The body, or the file in it, is refused (PM-11, PM-20). */
export function badRequest(message: string, attributes: Attribute[] = []) {
  const body: Schemas['BadRequestError'] = { error: 'BadRequest', message, attributes }
  return { status: 400 as const, body }
}

/** The client has no permission for the API (PM-09, PM-21). */
export function forbidden() {
  return answer(403, 'Forbidden', 'The client has no permission for Person Register Monitoring.')
}

/** There is no such bundle or path (PM-21). */
export function notFound(message: string) {
  return answer(404, 'NotFound', message)
}

/** The token is missing, malformed, unknown, expired or revoked (PM-21). */
function unauthorized(message: string, challenge: string) {
  return { ...answer(401, 'Unauthorized', message), headers: { 'www-authenticate': challenge } }
}

/** The service failed (PM-11). */
function internalServerError() {
  const body: Schemas['InternalServerErrorBody'] = {
    error: 'InternalServerError',
    message: 'An unexpected error occurred.',
  }
  return { status: 500, body }
}

/** The answer for each documented status that a test asks for. */
const documented: Record<number, (detail: string) => ApiResult> = {
  400: (detail) => badRequest(detail),
  401: (detail) => unauthorized(detail, bearerChallenge('unknown')),
  403: forbidden,
  404: notFound,
  500: internalServerError,
}

/** The answer for an undocumented status that a test forces, in the form of the service. */
function forced(status: number, message: string): ApiResult {
  return { status, body: { error: statusName(status).replaceAll(' ', ''), message } }
}

export const problems: Dialect = {
  unmatched: (_failure, { path }) => notFound(`There is nothing at ${path}.`),
  method: ({ allow }) => answer(405, 'MethodNotAllowed', `The path takes ${allow.join(', ')} only.`),
  unauthenticated: ({ cause, detail }) => unauthorized(detail, bearerChallenge(cause)),
  scope: forbidden,
  oversized: ({ limit }) => badRequest(`The body is larger than ${limit} bytes.`),
  'media-type': ({ received = '', accepted }) =>
    badRequest(`The body must be ${accepted.join(' or ')}.`, [
      { attribute: 'Content-Type', value: received },
    ]),
  malformed: ({ detail }) => badRequest(detail),
  violations: ({ violations }) =>
    badRequest(
      violations.map(({ field, message }) => `${field || 'body'} ${message}`).join('; '),
      violations.map(({ field, value }) => ({ attribute: field || 'body', value: asText(value) })),
    ),
  internal: internalServerError,
  fault: ({ status, detail }) => documented[status]?.(detail) ?? forced(status, detail),
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
