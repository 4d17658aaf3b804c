/** Consumer tests with Pact: a table of what a client expects of an API, which runs and becomes a pact. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MatchersV3, PactV4 } from '@pact-foundation/pact'
import type { AnyExample, AnyExamples, ExampleMessage, Simulator } from 'tvilling'
import type { Contract } from '../../src/contract/contract.ts'
import { createClient } from './client.ts'
import { callOf } from './example-call.ts'
import { examplesAsServed } from './served-examples.ts'

const { equal, fromProviderState, regex, reify } = MatchersV3

// Turns off the usage statistics of the library: nothing leaves the machine.
process.env['PACT_DO_NOT_TRACK'] = 'true'

export const CONSUMER = 'example-client'

/** One consumer test: it fails if the client does not send what the pact says. */
export interface ConsumerTest {
  title: string
  operation?: string
  event?: string
  status?: number
  run(): Promise<void>
}

export interface OpenPact {
  contract: Contract
  tests: readonly ConsumerTest[]
  /** The pact of the tests that were run, the same bytes in every run. */
  read(): string
  close(): void
}

const BOUNDARY = 'tvilling-pact-boundary'
const MULTIPART = regex(/^multipart\/form-data; *boundary=.+$/, `multipart/form-data; boundary=${BOUNDARY}`)

export function openPact(simulator: Simulator, written: AnyExamples): OpenPact {
  const { name: provider, contract, definition } = simulator
  const examples = examplesAsServed(contract, written)
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-pact-'))
  const parts: string[] = []
  /** A pact of one interaction: to add it to the file of those before it, the library reads and writes that file anew. */
  const openPart = () => {
    const dir = join(folder, String(parts.length))
    parts.push(join(dir, `${CONSUMER}-${provider}.json`))
    return new PactV4({ consumer: CONSUMER, provider, dir, logLevel: 'error' })
  }
  const tokenOperations = definition.tokenOperations ?? []

  async function runHttp(example: AnyExample): Promise<void> {
    const { operation, outcome, status, fromState = {}, answer, answerHeaders = {} } = example
    const { input, headers, given } = callOf(simulator, example)
    const { method = '', path = '' } = contract.operations.find(({ id }) => id === operation) ?? {}
    let unconfigured = openPart().addInteraction()
    for (const [name, parameters] of given) unconfigured = unconfigured.given(name, parameters as never)
    const file = input.body instanceof FormData ? await firstFile(input.body) : undefined
    await unconfigured
      .uponReceiving(`${operation} ${status}: ${outcome}`)
      .withRequest(method, pathOf(path, input.path, fromState), (builder) => {
        builder.headers({ ...headers, ...(input.header as Record<string, string>) })
        if (input.query) builder.query(stringsOf(input.query))
        if (file) {
          builder.headers({ 'Content-Type': MULTIPART })
          builder.body(`multipart/form-data; boundary=${BOUNDARY}`, Buffer.from(file.bytes))
          // As with a form: a list is text, whatever its part says.
          builder.matchingRules({ body: { path: `$['${file.part}']`, rules: [equal(file.text)] } })
        } else if (tokenOperations.includes(operation) && input.body) {
          const form = new URLSearchParams(input.body as Record<string, string>)
          builder.body('application/x-www-form-urlencoded', Buffer.from(form.toString()))
          // The library expects bytes of the right kind; each field shall be what it is.
          const rules = [...form].map(([name, value]) => ({ path: `$.${name}`, rules: [equal(value)] }))
          builder.matchingRules({ body: rules })
        } else if (input.body !== undefined) builder.jsonBody(withExpressions(input.body, fromState))
      })
      .willRespondWith(status, (builder) => {
        builder.headers(answerHeaders as Record<string, string>)
        if (answer instanceof Uint8Array) builder.body('application/pdf', Buffer.from(answer))
        else if (answer !== undefined) builder.jsonBody(answer)
      })
      .executeTest(async ({ url }) => {
        const call = createClient<Record<string, never>>(contract, url, headers)
        const answered = await call(operation, input)
        assert.equal(answered.status, status, JSON.stringify(answered.body))
        if (answer !== undefined && !(answer instanceof Uint8Array)) {
          assert.deepEqual(answered.body, reify(answer as never))
        }
      })
  }

  async function runMessage({ event, outcome, given, content, metadata }: ExampleMessage): Promise<void> {
    let unconfigured = openPart().addAsynchronousInteraction()
    for (const [name, parameters] of given) unconfigured = unconfigured.given(name, parameters as never)
    await unconfigured
      .expectsToReceive(`${event}: ${outcome}`, (builder) => {
        builder.withJSONContent(content)
        builder.withMetadata(metadata as never)
      })
      .executeTest(async (message) => {
        const received = message.contents.content as unknown
        assert.deepEqual(received, reify(content as never))
      })
  }

  const tests: ConsumerTest[] = [
    ...[...examples.interactions, ...faultsOf(simulator, examples)].map((interaction) => ({
      title: `${interaction.operation} ${interaction.status}: ${interaction.outcome}`,
      operation: interaction.operation,
      status: interaction.status,
      run: () => runHttp(interaction),
    })),
    ...(examples.messages ?? []).map((message) => ({
      title: `${message.event}: ${message.outcome}`,
      event: message.event,
      run: () => runMessage(message),
    })),
  ]

  return {
    contract,
    tests,
    read: () => together(parts.map((part) => readFileSync(part, 'utf8'))),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Adds an example with a fault for every documented error that no example causes by what it sends. */
function faultsOf(
  { name, contract }: Simulator,
  { interactions, samples, problem, problemType }: AnyExamples,
): AnyExample[] {
  return contract.operations.flatMap(({ id, answers }) =>
    [...answers.keys()]
      .map(Number)
      .filter((status) => status >= 400)
      .filter((status) => !interactions.some((known) => known.operation === id && known.status === status))
      .map((status) => ({
        operation: id,
        outcome: 'the service says so',
        status,
        given: [['fault', { simulator: name, operation: id, fault: 'status', status }]],
        ...(samples[id] && { wrong: samples[id] }),
        answer: problem(status, id),
        answerHeaders: { 'Content-Type': problemType(status, id) },
      })),
  )
}

function pathOf(template: string, values: object | undefined, fromState: Readonly<Record<string, string>>) {
  const known = new Map<string, string>(Object.entries(values ?? {}))
  const example = template.replace(/\{(\w+)\}/g, (_, name) => String(known.get(name)))
  const expression = Object.entries(fromState).reduce(
    (path, [name, value]) => path.replaceAll(value, `\${${name}}`),
    example,
  )
  return expression === example ? example : fromProviderState(expression, example)
}

/** The same body, with expressions of the provider state instead of the examples of its values. */
function withExpressions(value: unknown, fromState: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    const [name] = Object.entries(fromState).find(([, example]) => example === value) ?? []
    return name === undefined ? value : fromProviderState(`\${${name}}`, value)
  }
  if (Array.isArray(value)) return value.map((item) => withExpressions(item, fromState))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withExpressions(member, fromState)]),
  )
}

function stringsOf(query: object): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
}

/** The first file of a form as a part of a multipart body, and that body. */
async function firstFile(form: FormData) {
  const [part, file] = [...form][0] ?? []
  if (!(file instanceof File) || part === undefined) throw new Error('The form has no file.')
  const text = await file.text()
  const disposition = `Content-Disposition: form-data; name="${part}"; filename="${file.name}"`
  const lines = [`--${BOUNDARY}`, disposition, `Content-Type: ${file.type}`, '', text, `--${BOUNDARY}--`, '']
  return { part, text, bytes: lines.join('\r\n') }
}

interface Interaction {
  type: string
  description: string
}

/** One pact of several, without the versions of the tools, in a fixed order. */
function together(parts: string[]): string {
  const pacts = parts.map((part) => JSON.parse(part))
  const { consumer, provider, metadata } = pacts[0]
  const interactions: Interaction[] = pacts.flatMap((pact) => pact.interactions)
  const order = ({ type, description }: Interaction) =>
    `${type === 'Synchronous/HTTP' ? 0 : 1} ${description}`
  interactions.sort((a, b) => (order(a) < order(b) ? -1 : 1))
  const { pactSpecification } = metadata
  return `${JSON.stringify({ consumer, provider, interactions, metadata: { pactSpecification } }, null, 1)}\n`
}
