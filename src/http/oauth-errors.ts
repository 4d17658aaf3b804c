/** The errors of OAuth: of token requests (RFC 6749 section 5.2) and of bearer tokens (RFC 6750 section 3). */
import { explainFailure, type Failure, type TokenFault } from './failure.ts'
import type { ApiResult } from './messages.ts'

/** RFC 6749 section 5.2. */
export interface TokenRefused<S extends number> {
  status: S
  headers: Record<string, string>
  body: { error: TokenError; error_description: string }
}

type TokenError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope'

/** The answer to a token request whose client is unknown, or has another secret. */
export function invalidClient<S extends 400 | 401>(status: S, detail: string): TokenRefused<S> {
  const answer = oauthError(status, 'invalid_client', detail)
  return status === 400
    ? answer
    : { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="tvilling"' } }
}

export function oauthError<S extends number>(
  status: S,
  error: TokenError,
  description: string,
): TokenRefused<S> {
  return {
    status,
    headers: { 'cache-control': 'no-store' },
    body: { error, error_description: description },
  }
}

/** The answer to a token request that does not reach the token operation (RFC 6749 section 5.2). */
export function oauthFailure(failure: Failure): ApiResult {
  return oauthError(400, 'invalid_request', explainFailure(failure))
}

/** The answer to a token request that a fault matched. */
export function oauthFault(status: number, detail: string): ApiResult {
  if (status === 401) return invalidClient(401, detail)
  return oauthError(status, 'invalid_request', detail)
}

/** The `WWW-Authenticate` value of a refused token (RFC 6750 section 3). */
export function bearerChallenge(cause: TokenFault): string {
  return cause === 'missing' ? 'Bearer realm="tvilling"' : 'Bearer realm="tvilling", error="invalid_token"'
}
