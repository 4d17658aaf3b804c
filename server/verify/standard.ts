/** Checks that follow from the contract alone: what each operation accepts and what it refuses. */
import type { Contract, Operation, Parameter } from '../../src/contract/contract.ts'
import type { Validator } from '../../src/contract/validator.ts'
import { basicAuthorization } from '../../src/http/basic-credentials.ts'
import { check, Mismatch, must } from '../../src/simulator/check.ts'
import type {
  Call,
  Check,
  TargetExchange,
  VerificationPlan,
  VerifySession,
} from '../../src/simulator/verification.ts'
import { BREAKAGES, breakagesOf, wrongParameters } from './cases.ts'
import { fits, type SchemaObject } from './schema.ts'

/** The API whose implementation is verified. */
export interface ApiUnderTest {
  api: string
  plan: VerificationPlan
  contract: Contract
  validator: Validator
}

export function standardChecks(subject: ApiUnderTest): Check[] {
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

export async function wellFormed(
  { requests }: VerificationPlan,
  { id }: Operation,
  session: VerifySession,
): Promise<Call> {
  const request = requests[id]
  if (!request) throw new Error(`The plan has no request for ${id}.`)
  return request(session)
}

export async function tidyUp(
  { tidy }: VerificationPlan,
  session: VerifySession,
  exchange: TargetExchange,
): Promise<void> {
  if (exchange.response.status < 300) await tidy?.[exchange.operation ?? '']?.(session, exchange)
}

function success({ plan }: ApiUnderTest, operation: Operation): Check {
  const wanted = [...operation.answers.keys()].map(Number).filter((status) => status < 300)
  const [first = 200] = wanted
  return check(`answers a valid request with ${first}`, [operation.id], async (session) => {
    const call = await (plan.ready?.[operation.id]?.(session) ?? wellFormed(plan, operation, session))
    const exchange = await session.call(call)
    must(exchange.response.status === first, `${first}, not ${exchange.response.status}`, exchange)
    await tidyUp(plan, session, exchange)
  })
}

function authentication({ plan }: ApiUnderTest, operation: Operation): Check[] {
  if (operation.scopes === undefined) return []
  const { id } = operation
  const refused = check(
    'refuses a missing, a malformed and an unknown token with 401',
    [id],
    async (session) => {
      const call = await wellFormed(plan, operation, session)
      await session.expect(401, { ...call, as: null })
      await session.expect(401, { ...call, authorization: 'Bearer' })
      await session.expect(401, { ...call, authorization: `Bearer ${session.id()}` })
      await session.expect(401, { ...call, authorization: UNKNOWN_CLIENT })
    },
  )
  const { lacking } = plan
  // An operation of one environment does not have the clients of others: the plan says what it answers.
  if (lacking === undefined || operation.environment !== undefined) return [refused]
  const { about } = plan.roles[lacking] ?? { about: lacking }
  const forbidden = check(`refuses ${about} with 403`, [id], async (session) => {
    await session.expect(403, { ...(await wellFormed(plan, operation, session)), as: lacking })
  })
  return [refused, forbidden]
}

const UNKNOWN_CLIENT = basicAuthorization({ id: 'nobody', secret: 'nothing' })

const INTO = { path: 'path', query: 'query', header: 'headers' } as const

function parameters({ plan, contract }: ApiUnderTest, operation: Operation): Check[] {
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
            withText(await wellFormed(plan, operation, session), undefined),
          )
        }),
      )
    }
    const texts = wrongParameters(contract.document, parameter)
    if (texts.length > 0) {
      checks.push(
        check(`refuses a ${name} that its schema forbids`, [id], async (session) => {
          for (const text of texts) {
            const call = withText(await wellFormed(plan, operation, session), text)
            await expectCase(session, statusOf(parameter), call, `${name}=${text}`)
          }
        }),
      )
    }
    return checks
  })
}

async function expectCase(
  session: VerifySession,
  status: number,
  call: Call,
  what: string,
): Promise<TargetExchange> {
  const exchange = await session.call(call)
  must(
    exchange.response.status === status,
    `${status}, not ${exchange.response.status}, for ${what}`,
    exchange,
  )
  return exchange
}

const OVERSIZED = 11 * 1024 * 1024

function unreadableBodies({ plan }: ApiUnderTest, operation: Operation): Check[] {
  const { id, body } = operation
  if (!body) return []
  const [content] = body.content
  const type = content?.mediaType ?? 'application/json'
  const multipart = type === 'multipart/form-data'
  const refuse = (name: string, raw: () => Call['raw']) =>
    check(name, [id], async (session) => {
      const { body: _, ...call } = await wellFormed(plan, operation, session)
      await session.expect(plan.refusals.unreadable, { ...call, ...optional(raw()) })
    })
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

function wrongBodies({ plan, contract, validator }: ApiUnderTest, operation: Operation): Check[] {
  const content = operation.body?.content[0]
  const schema = content?.schema
  if (!content || !schema || !/\bjson\b/.test(content.mediaType)) return []
  const casesOf = (body: unknown) =>
    breakagesOf(contract.document, schema.value, body).filter(({ value }) => !fits(validator, content, value))
  // The document's example shows which kinds there are before the first call.
  const kinds = new Set(casesOf(exampleBody(contract, operation)).map(({ kind }) => kind))
  return [...kinds].map((kind) =>
    check(`refuses a body in which ${BREAKAGES[kind]}`, [operation.id], async (session) => {
      const good = await wellFormed(plan, operation, session)
      for (const { at, value } of casesOf(good.body).filter((breakage) => breakage.kind === kind)) {
        const call = { ...(await wellFormed(plan, operation, session)), body: value }
        const what = `${at || 'the body'} = ${shorten(JSON.stringify(memberAt(value, at)))}`
        const exchange = await expectCase(session, plan.refusals.schema, call, what)
        const lacks = plan.refused?.(exchange)
        if (lacks) throw new Mismatch(`${lacks}, for ${what}`, exchange)
      }
    }),
  )
}

function exampleBody({ document }: Contract, { path, method }: Operation): unknown {
  const operation = document.paths?.[path]?.[method.toLowerCase()] as Record<string, SchemaObject>
  const content = operation['requestBody']?.['content'] as Record<
    string,
    { examples?: Record<string, object> }
  >
  const [media] = Object.values(content ?? {})
  const [example] = Object.values(media?.examples ?? {}) as { value?: unknown }[]
  return example?.value
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
  // If the target does not answer, every check will say so.
  if (operation) await session.call(nothingThere(operation)).catch(() => {})
}

function unknownPaths({ contract }: ApiUnderTest): Check {
  return check('answers an unknown path with 404', [], async (session) => {
    for (const operation of contract.operations) await session.expect(404, nothingThere(operation))
  })
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

function wrongMethods({ contract, plan }: ApiUnderTest): Check {
  const paths = Map.groupBy(contract.operations, ({ path }) => path)
  return check('answers a method that the path does not have with 405 and Allow', [], async (session) => {
    for (const [path, operations] of paths) {
      const [first] = operations as [Operation]
      const known = operations.map(({ method }) => method)
      for (const method of METHODS.filter((candidate) => !known.includes(candidate))) {
        const { path: values = {} } = await wellFormed(plan, first, session)
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
  })
}
