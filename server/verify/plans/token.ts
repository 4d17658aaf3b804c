/** What every OAuth token operation promises (RFC 6749), and every operation that takes its tokens (RFC 6750). */

import { basicAuthorization } from '../../../src/http/basic-credentials.ts'
import { must, Unreached } from '../outcome.ts'
import { type Check, check, type Plan, type VerifySession } from '../plan.ts'

type TokenFacts = Pick<Plan, 'roles'> & {
  /** What a wrong secret is answered with: 401, or 400 where the provider says so. */
  invalidClient: 400 | 401
}

export function tokenChecks({ roles, invalidClient }: TokenFacts): Check[] {
  const byOperation = new Map<string, string>()
  for (const [role, { token }] of Object.entries(roles))
    if (!byOperation.has(token)) byOperation.set(token, role)
  return [...byOperation].flatMap(([operation, role]) => checksOf(operation, role, invalidClient))
}

function checksOf(operation: string, role: string, invalidClient: 400 | 401): Check[] {
  const refusal =
    (error: string, change: (form: Record<string, string>) => Record<string, string>) =>
    async (visit: VerifySession) => {
      const call = visit.tokenCall(role)
      const exchange = await visit.expect(400, { ...call, body: change(call.body as Record<string, string>) })
      const { error: said } = (exchange.response.body ?? {}) as { error?: string }
      must(said === error, `the error ${error}`, exchange)
    }

  return [
    check('gives a bearer token that is not to be cached', [operation], async (visit) => {
      const exchange = await visit.expect(200, visit.tokenCall(role))
      const { token_type, expires_in } = exchange.response.body as Record<string, unknown>
      must(String(token_type).toLowerCase() === 'bearer', 'token_type bearer', exchange)
      must(Number(expires_in) > 0, 'a positive expires_in', exchange)
      must(
        /no-store/.test(exchange.response.headers['cache-control'] ?? ''),
        'Cache-Control no-store',
        exchange,
      )
    }),
    check('takes the credentials in the form as well', [operation], async (visit) => {
      const { id, secret } = visit.credentials(role)
      const { authorization: _, body, ...call } = visit.tokenCall(role)
      const form = { ...(body as object), client_id: id, client_secret: secret }
      await visit.expect(200, { ...call, body: form })
    }),
    check(
      `refuses a wrong secret and an unknown client with ${invalidClient}`,
      [operation],
      async (visit) => {
        const call = visit.tokenCall(role)
        const { id } = visit.credentials(role)
        await visit.expect(invalidClient, {
          ...call,
          authorization: basicAuthorization({ id, secret: visit.id() }),
        })
        await visit.expect(invalidClient, {
          ...call,
          authorization: basicAuthorization({ id: visit.id(), secret: visit.id() }),
        })
      },
    ),
    check('refuses a request without grant_type', [operation], async (visit) => {
      await refusal('invalid_request', ({ grant_type: _, ...rest }) => rest)(visit)
    }),
    check('refuses another grant type', [operation], async (visit) => {
      await refusal('unsupported_grant_type', (form) => ({ ...form, grant_type: 'password' }))(visit)
    }),
    check('refuses a scope that the client does not have', [operation], async (visit) => {
      await refusal('invalid_scope', (form) => ({ ...form, scope: 'no-such-scope' }))(visit)
    }),
    check('refuses a body of another type and a body that is missing', [operation], async (visit) => {
      const { body, ...call } = visit.tokenCall(role)
      await visit.expect(400, { ...call, raw: { content: JSON.stringify(body), type: 'application/json' } })
      await visit.expect(400, call)
    }),
  ]
}

/** A token is good for as long as it said, and no longer. */
export function tokenExpiry(operations: readonly string[], requests: Plan['requests']): Check {
  return check('takes a token until it expires, and refuses it then', operations, async (visit) => {
    const granted = await visit.expect(200, visit.tokenCall('main'))
    const { access_token, expires_in } = granted.response.body as { access_token: string; expires_in: number }
    const authorization = `Bearer ${access_token}`
    const attempt = async (operation: string) => {
      const request = requests[operation]
      if (!request) throw new Unreached(`the plan has no request for ${operation}`)
      return visit.call({ ...(await request(visit)), authorization })
    }
    await visit.pass(`PT${Math.max(1, expires_in - 20)}S`)
    const [first = ''] = operations
    const good = await attempt(first)
    must(good.response.status !== 401, 'another answer than 401 before the token expires', good)
    await visit.pass('PT21S')
    for (const operation of operations) {
      const refused = await attempt(operation)
      must(refused.response.status === 401, `401 from ${operation} for a token that has expired`, refused)
    }
  })
}
