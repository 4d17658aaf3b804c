/** Property-based checks: the target answers all that a schema allows as documented, and refuses the rest. */
import type { Arbitrary } from 'fast-check'
import type { Content, Contract, Operation } from '../../src/contract/contract.ts'
import type { Ground } from '../../src/contract/evidence.ts'
import { check, Mismatch, must } from '../../src/simulator/check.ts'
import type { Call, Check, TargetExchange } from '../../src/simulator/verification.ts'
import { together } from '../verdicts/verdict.ts'
import type { Finding } from './answer-validator.ts'
import type { ApiUnderTest } from './api-under-test.ts'
import { arbitraryOf } from './arbitrary.ts'
import { breakagesOf } from './cases.ts'
import { groundOfRefusal } from './refusal-ground.ts'
import { bodyFaults, fits, fitsRequest } from './schema.ts'
import { tidyUp, wellFormed } from './standard.ts'

type FastCheck = typeof import('fast-check')

export interface PropertyOptions {
  seed: number
  runs: number
  /** How an answer breaks the contract. */
  findingsOf(exchange: TargetExchange): Finding[]
}

export function propertyChecks(fc: FastCheck, subject: ApiUnderTest, options: PropertyOptions): Check[] {
  return subject.contract.operations.flatMap((operation) => [
    ...bodies(fc, subject, operation, options),
    ...queries(fc, subject, operation, options),
  ])
}

function bodies(
  fc: FastCheck,
  subject: ApiUnderTest,
  operation: Operation,
  options: PropertyOptions,
): Check[] {
  const content = operation.body?.content[0]
  const schema = content?.schema
  if (!content || !schema) return []
  const { contract, validator, plan } = subject
  const isJson = /\bjson\b/.test(content.mediaType)
  const allowed = arbitraryOf(fc, contract.document, schema.value).filter(
    (body) => !isJson || fits(validator, content, body),
  )
  const answered = property(fc, subject, operation, options, {
    name: 'answers whatever its schema allows as documented',
    arbitrary: allowed,
    call: (call, body) => ({ ...call, body }),
    demand: (exchange) => must(exchange.response.status < 500, 'no failure of the server', exchange),
  })
  if (!isJson) return [answered]
  const refused = property(fc, subject, operation, options, {
    name: 'refuses whatever its schema forbids',
    arbitrary: forbiddenBy(fc, contract, content, allowed, (body) => fitsRequest(subject, content, body)),
    call: (call, body) => ({ ...call, body }),
    demand: (exchange, body) => {
      const { schema: wanted } = plan.refusals
      const { status } = exchange.response
      if (status === wanted) return
      const ground = groundOfRefusal(subject, bodyFaults(validator, content, body))
      throw new Mismatch(`${wanted}, not ${status}`, exchange, { ground, wanted })
    },
  })
  return [answered, refused]
}

/** A valid body with one violation. */
function forbiddenBy(
  fc: FastCheck,
  { document }: Contract,
  { schema }: Content,
  allowed: Arbitrary<unknown>,
  isAllowed: (body: unknown) => boolean,
): Arbitrary<unknown> {
  return fc
    .tuple(allowed, fc.nat())
    .map(([body, index]) => {
      const broken = breakagesOf(document, schema?.value ?? true, body)
      return broken[index % Math.max(1, broken.length)]?.value
    })
    .filter((body) => body !== undefined && !isAllowed(body))
}

function queries(
  fc: FastCheck,
  subject: ApiUnderTest,
  operation: Operation,
  options: PropertyOptions,
): Check[] {
  const parameters = operation.parameters.filter(({ in: where }) => where === 'query')
  if (parameters.length === 0) return []
  const { document } = subject.contract
  const model = parameters.map(({ name, schema }) => {
    const text = arbitraryOf(fc, document, schema.value).map(String)
    return [name, fc.oneof(text, fc.string({ maxLength: 20 }))] as const
  })
  return [
    property(fc, subject, operation, options, {
      name: 'answers whatever it is asked as documented',
      arbitrary: fc.record(Object.fromEntries(model), { requiredKeys: [], noNullPrototype: true }),
      call: (call, query) => ({ ...call, query: query as Record<string, string> }),
      demand: (exchange) => must(exchange.response.status < 500, 'no failure of the server', exchange),
    }),
  ]
}

interface Property {
  name: string
  arbitrary: Arbitrary<unknown>
  call(good: Call, value: unknown): Call
  demand(exchange: TargetExchange, value: unknown): void
}

function property(
  fc: FastCheck,
  subject: ApiUnderTest,
  operation: Operation,
  { seed, runs, findingsOf }: PropertyOptions,
  { name, arbitrary, call, demand }: Property,
): Check {
  return check(name, [operation.id], async (session) => {
    const run = async (value: unknown) => {
      const exchange = await session.call(call(await wellFormed(subject, operation, session), value))
      await tidyUp(subject.plan, session, exchange)
      const findings = findingsOf(exchange)
      if (findings.length > 0) {
        const text = findings.map((finding) => finding.text).join('; ')
        throw new Mismatch(text, exchange, { ground: groundOf(findings) })
      }
      demand(exchange, value)
    }
    const result = await fc.check(fc.asyncProperty(arbitrary, run), { seed, numRuns: runs })
    if (!result.failed) return
    const { errorInstance: error, counterexample } = result
    if (!(error instanceof Mismatch)) throw error
    const repeat = `--seed ${result.seed} --runs ${runs}`
    const smallest = JSON.stringify(counterexample?.[0])
    const text = `${error.message}; smallest found: ${smallest} (${repeat})`
    throw new Mismatch(text, error.exchange, error.details)
  })
}

function groundOf(findings: readonly Finding[]): Ground {
  const verdict = together(findings.map((finding) => finding.verdict))
  return { evidence: verdict.class === 'promise' ? 'seed' : 'assumed', facts: verdict.facts }
}
