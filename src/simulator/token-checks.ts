/** Checks of every OAuth token operation (RFC 6749), and of every operation that accepts its tokens (RFC 6750). */
import { check, Mismatch, must, Unreached } from './check.ts'
import type { Check, VerificationPlan, VerifySession } from './verification.ts'

type TokenPromises = Pick<VerificationPlan, 'roles'> & {
  /** The status for a wrong secret: 401, or 400 if the provider documents that. */
  invalidClient: 400 | 401
  /** Ids of the facts on which they rest. */
  facts?: readonly string[]
}

/** The checks of each operation that issues tokens to these roles. */
export function tokenChecks({ roles, invalidClient, facts = [] }: TokenPromises): Check[] {
  const byOperation = new Map<string, string>()
  for (const [role, { token }] of Object.entries(roles))
    if (!byOperation.has(token)) byOperation.set(token, role)
  return [...byOperation].flatMap(([operation, role]) =>
    checksOf(operation, role, invalidClient).map((made) => ({ ...made, facts })),
  )
}

function checksOf(operation: string, role: string, invalidClient: 400 | 401): Check[] {
  const refusal =
    (error: string, change: (form: Record<string, string>) => Record<string, string>) =>
    async (session: VerifySession) => {
      const call = session.tokenCall(role)
      const exchange = await session.expect(400, {
        ...call,
        body: change(call.body as Record<string, string>),
      })
      const { error: said } = (exchange.response.body ?? {}) as { error?: string }
      must(said === error, `the error ${error}`, exchange)
    }

  return [
    check('gives a bearer token that is not to be cached', [operation], async (session) => {
      const exchange = await session.expect(200, session.tokenCall(role))
      const { token_type, expires_in } = exchange.response.body as Record<string, unknown>
      must(String(token_type).toLowerCase() === 'bearer', 'token_type bearer', exchange)
      must(Number(expires_in) > 0, 'a positive expires_in', exchange)
      must(
        /no-store/.test(exchange.response.headers['cache-control'] ?? ''),
        'Cache-Control no-store',
        exchange,
      )
    }),
    check('takes the credentials in the form as well', [operation], async (session) => {
      const { id, secret } = session.credentials(role)
      const { authorization: _, body, ...call } = session.tokenCall(role)
      const form = { ...(body as object), client_id: id, client_secret: secret }
      await session.expect(200, { ...call, body: form })
    }),
    check(
      `refuses a wrong secret and an unknown client with ${invalidClient}`,
      [operation],
      async (session) => {
        const { id } = session.credentials(role)
        await session.expect(invalidClient, session.tokenCall(role, { id, secret: session.id() }))
        await session.expect(
          invalidClient,
          session.tokenCall(role, { id: session.id(), secret: session.id() }),
        )
      },
    ),
    check('refuses a request without grant_type', [operation], async (session) => {
      await refusal('invalid_request', ({ grant_type: _, ...rest }) => rest)(session)
    }),
    check('refuses another grant type', [operation], async (session) => {
      await refusal('unsupported_grant_type', (form) => ({ ...form, grant_type: 'password' }))(session)
    }),
    check('refuses a scope that the client does not have', [operation], async (session) => {
      await refusal('invalid_scope', (form) => ({ ...form, scope: 'no-such-scope' }))(session)
    }),
    check('refuses a body of another type and a body that is missing', [operation], async (session) => {
      const { body, ...call } = session.tokenCall(role)
      await session.expect(400, { ...call, raw: { content: JSON.stringify(body), type: 'application/json' } })
      await session.expect(400, call)
    }),
  ]
}

/** The check that a token is accepted until its `expires_in` is over, and refused after that. */
export function tokenExpiry(
  operations: readonly string[],
  requests: VerificationPlan['requests'],
  facts: readonly string[] = [],
): Check {
  return check('takes a token until it expires, and refuses it then', operations, facts, async (session) => {
    const granted = await session.expect(200, session.tokenCall('main'))
    const { access_token, expires_in } = granted.response.body as { access_token: string; expires_in: number }
    const authorization = `Bearer ${access_token}`
    const attempt = async (operation: string) => {
      const request = requests[operation]
      if (!request) throw new Unreached(`the plan has no request for ${operation}`)
      return session.call({ ...(await request(session)), authorization })
    }
    await session.pass(`PT${Math.max(1, expires_in - 20)}S`)
    const [first = ''] = operations
    const good = await attempt(first)
    must(good.response.status !== 401, 'another answer than 401 before the token expires', good)
    await session.pass('PT21S')
    for (const operation of operations) {
      const refused = await attempt(operation)
      const { status } = refused.response
      const wanted = `401 from ${operation}, not ${status}, for a token that has expired`
      if (status !== 401) throw new Mismatch(wanted, refused, { wanted: 401 })
    }
  })
}
