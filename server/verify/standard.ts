/** Checks that follow from the contract alone: what each operation accepts and what it refuses. */
import type { Operation, Parameter } from '../../src/contract/contract.ts'
import type { Ground } from '../../src/contract/evidence.ts'
import { exampleOf, exampleRequest } from '../../src/contract/example-request.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { basicAuthorization } from '../../src/http/basic-credentials.ts'
import { check, Mismatch, must, Unreached } from '../../src/simulator/check.ts'
import type {
  Call,
  Check,
  TargetExchange,
  VerificationPlan,
  VerifySession,
} from '../../src/simulator/verification.ts'
import type { ApiUnderTest, GroundedCheck } from './api-under-test.ts'
import { BREAKAGES, breakagesOf, wrongParameters } from './cases.ts'
import { groundOfParameter, groundOfRefusal, groundOfUnreadable } from './refusal-ground.ts'
import { bodyFaults, fitsRequest } from './schema.ts'

const grounded = (ground: Ground | undefined, made: Check): GroundedCheck => ({ ...made, ground })

export function standardChecks(subject: ApiUnderTest): GroundedCheck[] {
  const { contract } = subject
  const tokens = new Set(Object.values(subject.plan.roles).map(({ token }) => token))
  return [
    unknownPaths(subject),
    wrongMethods(subject),
    ...contract.operations
      // `tokenChecks` has the checks of token requests, which follow from OAuth.
      .filter(({ id }) => !tokens.has(id))
      .flatMap((operation) => [
        success(subject, operation),
        ...authentication(subject, operation),
        ...parameters(subject, operation),
        ...unreadableBodies(subject, operation),
        ...wrongBodies(subject, operation),
      ]),
  ]
}

/** The request of the plan as it is served, or else the one that the contract shows as an example. */
export async function wellFormed(
  { plan, contract, names }: Pick<ApiUnderTest, 'plan' | 'contract' | 'names'>,
  operation: Operation,
  session: VerifySession,
): Promise<Call> {
  const { id } = operation
  const request = plan.requests[id]
  if (request) return names.call(await request(session), operation)
  const example = exampleRequest(contract, operation)
  if (example) return { operation: id, ...example }
  throw new Unreached(
    `nothing says how ${id} is called: give its parameters and body an example in the contract, or the plan a request`,
  )
}

export async function tidyUp(
  { tidy }: VerificationPlan,
  session: VerifySession,
  exchange: TargetExchange,
): Promise<void> {
  if (exchange.response.status < 300) await tidy?.[exchange.operation ?? '']?.(session, exchange)
}

function success(subject: ApiUnderTest, operation: Operation): Check {
  const { plan } = subject
  const wanted = [...operation.answers.keys()].map(Number).filter((status) => status < 300)
  const [first = 200] = wanted
  return check(`answers a valid request with ${first}`, [operation.id], async (session) => {
    const call = await (plan.ready?.[operation.id]?.(session) ?? wellFormed(subject, operation, session))
    const exchange = await session.call(call)
    demandStatus(first, exchange)
    await tidyUp(plan, session, exchange)
  })
}

function authentication(subject: ApiUnderTest, operation: Operation): GroundedCheck[] {
  const { plan, grounds } = subject
  if (operation.scopes === undefined) return []
  const { id } = operation
  const refused = grounded(
    grounds.answer(operation, 401),
    check('refuses a missing, a malformed and an unknown token with 401', [id], async (session) => {
      const call = await wellFormed(subject, operation, session)
      await session.expect(401, { ...call, as: null })
      await session.expect(401, { ...call, authorization: 'Bearer' })
      await session.expect(401, { ...call, authorization: `Bearer ${session.id()}` })
      await session.expect(401, { ...call, authorization: UNKNOWN_CLIENT })
    }),
  )
  const { lacking } = plan
  // An operation of one environment does not have the clients of others: the plan says what it answers.
  if (lacking === undefined || operation.environment !== undefined) return [refused]
  const { about } = plan.roles[lacking] ?? { about: lacking }
  const forbidden = check(`refuses ${about} with 403`, [id], async (session) => {
    await session.expect(403, { ...(await wellFormed(subject, operation, session)), as: lacking })
  })
  return [refused, grounded(grounds.answer(operation, 403), forbidden)]
}

const UNKNOWN_CLIENT = basicAuthorization({ id: 'nobody', secret: 'nothing' })

const INTO = { path: 'path', query: 'query', header: 'headers' } as const

function parameters(subject: ApiUnderTest, operation: Operation): GroundedCheck[] {
  const { plan, contract } = subject
  const { id } = operation
  const statusOf = ({ name }: Parameter) => plan.refusals.parameters?.[name] ?? plan.refusals.schema
  return operation.parameters.flatMap((parameter) => {
    const { name, in: where, required } = parameter
    const into = INTO[where]
    const withText = (call: Call, text: string | undefined): Call => {
      const { [name]: _, ...others } = call[into] ?? {}
      return { ...call, [into]: text === undefined ? others : { ...others, [name]: text } }
    }
    const checks: Check[] = []
    if (required && where !== 'path') {
      checks.push(
        check(`refuses a missing ${name}`, [id], async (session) => {
          await session.expect(
            statusOf(parameter),
            withText(await wellFormed(subject, operation, session), undefined),
          )
        }),
      )
    }
    const texts = wrongParameters(contract.document, parameter)
    if (texts.length > 0) {
      checks.push(
        check(`refuses a ${name} that its schema forbids`, [id], async (session) => {
          for (const text of texts) {
            const call = withText(await wellFormed(subject, operation, session), text)
            await expectCase(session, statusOf(parameter), call, `${name}=${text}`)
          }
        }),
      )
    }
    const ground = groundOfParameter(subject, parameter)
    return checks.map((made) => grounded(ground, made))
  })
}

/** @throws Mismatch if the answer has another status. */
function demandStatus(wanted: number, exchange: TargetExchange, about = '', ground?: Ground): void {
  const { status } = exchange.response
  if (status === wanted) return
  throw new Mismatch(`${wanted}, not ${status}${about}`, exchange, { wanted, ...(ground && { ground }) })
}

async function expectCase(
  session: VerifySession,
  status: number,
  call: Call,
  what: string,
  ground?: Ground,
): Promise<TargetExchange> {
  const exchange = await session.call(call)
  demandStatus(status, exchange, `, for ${what}`, ground)
  return exchange
}

const OVERSIZED = 11 * 1024 * 1024

function unreadableBodies(subject: ApiUnderTest, operation: Operation): GroundedCheck[] {
  const { plan } = subject
  const { id, body } = operation
  if (!body) return []
  const [content] = body.content
  const type = content?.mediaType ?? 'application/json'
  const multipart = type === 'multipart/form-data'
  const refuse = (name: string, raw: () => Call['raw']) =>
    grounded(
      groundOfUnreadable(subject),
      check(name, [id], async (session) => {
        const { body: _, ...call } = await wellFormed(subject, operation, session)
        await session.expect(plan.refusals.unreadable, { ...call, ...optional(raw()) })
      }),
    )
  const optional = (raw: Call['raw']) => (raw ? { raw } : {})
  return [
    refuse('refuses a request without its body', () => undefined),
    refuse('refuses a body that cannot be read as its type', () =>
      multipart ? { content: 'no parts', type: `${type}; boundary=b` } : { content: '{"open": [1, 2', type },
    ),
    refuse('refuses a body of another type', () => ({ content: '<a/>', type: 'application/xml' })),
    refuse('refuses a body that is too large', () => ({
      content: new Uint8Array(OVERSIZED).fill(32),
      type: multipart ? `${type}; boundary=b` : type,
    })),
  ]
}

function wrongBodies(subject: ApiUnderTest, operation: Operation): Check[] {
  const { plan, contract, validator } = subject
  const content = operation.body?.content[0]
  const schema = content?.schema
  if (!content || !schema || !/\bjson\b/.test(content.mediaType)) return []
  const casesOf = (body: unknown) =>
    breakagesOf(contract.document, schema.value, body).filter(
      ({ value }) => !fitsRequest(subject, content, value),
    )
  // The document's example shows which kinds there are before the first call.
  const kinds = new Set(casesOf(exampleOf(contract.document, content)).map(({ kind }) => kind))
  return [...kinds].map((kind) =>
    check(`refuses a body in which ${BREAKAGES[kind]}`, [operation.id], async (session) => {
      const good = await wellFormed(subject, operation, session)
      for (const { at, value } of casesOf(good.body).filter((breakage) => breakage.kind === kind)) {
        const call = { ...(await wellFormed(subject, operation, session)), body: value }
        const what = `${at || 'the body'} = ${shorten(JSON.stringify(memberAt(value, at)))}`
        const ground = groundOfRefusal(subject, bodyFaults(validator, content, value))
        const exchange = await expectCase(session, plan.refusals.schema, call, what, ground)
        const lacks = plan.refused?.(exchange)
        if (lacks) throw new Mismatch(`${lacks}, for ${what}`, exchange, { ground })
      }
    }),
  )
}

function memberAt(value: unknown, at: string): unknown {
  const steps = at === '' ? [] : at.split('.')
  return steps.reduce((inside, step) => (inside as Record<string, unknown> | undefined)?.[step], value)
}

const shorten = (text = 'nothing') => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** Long enough that no operation has such a path. */
const FURTHER = '/no/such/path/at/all'

const nothingThere = ({ id, path }: Operation): Call => ({
  operation: id,
  method: 'GET',
  unknownPath: `${path.replaceAll(/[{}]/g, '')}${FURTHER}`,
})

/** Sends one harmless request: its answer has the target's time. */
export async function greet({ contract }: ApiUnderTest, session: VerifySession): Promise<void> {
  const [operation] = contract.operations
  if (!operation) return
  await session.call(nothingThere(operation)).catch((error) => {
    // Nothing is there. A target that merely does not answer this is told of by every check.
    if (error instanceof UsageError) throw error
  })
}

function unknownPaths({ contract, grounds }: ApiUnderTest): GroundedCheck {
  const made = check('answers an unknown path with 404', [], async (session) => {
    for (const operation of contract.operations) await session.expect(404, nothingThere(operation))
  })
  return grounded(grounds.answer(undefined, 404), made)
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function wrongMethods(subject: ApiUnderTest): GroundedCheck {
  const { contract, grounds } = subject
  const paths = Map.groupBy(contract.operations, ({ path }) => path)
  const made = check(
    'answers a method that the path does not have with 405 and Allow',
    [],
    async (session) => {
      for (const [path, operations] of paths) {
        const [first] = operations as [Operation]
        const known = operations.map(({ method }) => method)
        for (const method of METHODS.filter((candidate) => !known.includes(candidate))) {
          const { path: values = {} } = await wellFormed(subject, first, session)
          const call = { operation: first.id, method, path: values }
          const exchange = await expectCase(session, 405, call, `${method} ${path}`)
          const allowed = (exchange.response.headers['allow'] ?? '').split(/,\s*/)
          must(
            known.every((one) => allowed.includes(one)),
            `Allow: ${known.join(', ')}`,
            exchange,
          )
        }
      }
    },
  )
  return grounded(grounds.answer(undefined, 405), made)
}
