/** Consumer tests with Pact: a table of what a client expects of an API, which runs and becomes a pact. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MatchersV3, PactV4 } from '@pact-foundation/pact'
import { simulators } from '../../mocks/simulators.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { createClient, type Input, type LooseInput } from './client.ts'

const { eachLike, equal, fromProviderState, integer, like, regex, reify, uuid } = MatchersV3

export { eachLike, equal, integer, like, regex, uuid }

// Turns off the usage statistics of the library: nothing leaves the machine.
process.env['PACT_DO_NOT_TRACK'] = 'true'

export const CONSUMER = 'example-client'

/** Matches an instant in the form of the providers. */
export const instant = (example = '2026-01-01T00:00:00.000Z') =>
  regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, example)
export const text = (example: string) => regex(/.+/, example)

export type State = [name: string, parameters?: Record<string, unknown>]

export type Interaction<Operations> = {
  [Id in keyof Operations & string]: {
    operation: Id
    /** The end of the description, after operation and status. */
    outcome: string
    status: number
    given?: readonly State[]
    /** The client whose token is sent, `tvilling` by default; null for no token. */
    client?: string | null
    /** Values of the input that come from the provider state, by their names there. */
    told?: Record<string, string>
    /** Matchers of the answer's body. */
    answer?: unknown
    answerHeaders?: Record<string, unknown>
  } & ({ input?: Input<Operations[Id]> } | { wrong: LooseInput })
}[keyof Operations & string]

export interface ExpectedMessage {
  event: string
  outcome: string
  given: readonly State[]
  content: Record<string, unknown>
  metadata: Record<string, unknown>
}

export interface ConsumerPact<Operations> {
  simulator: string
  /** Method and path of each operation, as the client's developer read them in the documentation. */
  calls: Record<keyof Operations & string, string>
  interactions: readonly Interaction<Operations>[]
  messages?: readonly ExpectedMessage[]
  /** A call of each operation, for errors that only come as faults. */
  samples: { [Id in keyof Operations & string]: LooseInput }
  /** The error body of an operation. */
  problem(status: number, operation: string): unknown
  problemType(status: number, operation: string): string
}

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

const BEARER = 'Bearer tvilling'
const BASIC = `Basic ${btoa('tvilling:tvilling')}`
const BOUNDARY = 'tvilling-pact-boundary'
const MULTIPART = regex(/^multipart\/form-data; *boundary=.+$/, `multipart/form-data; boundary=${BOUNDARY}`)

export function openPact<Operations>(described: ConsumerPact<Operations>): OpenPact {
  const simulator = simulators.find(({ name }) => name === described.simulator)
  if (!simulator) throw new Error(`There is no simulator ${described.simulator}.`)
  const { contract, definition } = simulator
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-pact-'))
  const pact = new PactV4({
    consumer: CONSUMER,
    provider: described.simulator,
    dir: folder,
    logLevel: 'error',
  })
  const tokenOperations = definition.tokenOperations ?? []
  const withTokens = tokenOperations.length > 0

  async function runHttp(interaction: Interaction<Operations>): Promise<void> {
    const { operation, outcome, status, client, told = {}, answer, answerHeaders = {} } = interaction
    const input: LooseInput = ('wrong' in interaction ? interaction.wrong : interaction.input) ?? {}
    const basic = tokenOperations.includes(operation)
    const bearer = withTokens && !basic && client !== null
    const authorization = basic && client === undefined ? BASIC : bearer ? BEARER : undefined
    const common: Record<string, string> = authorization ? { Authorization: authorization } : {}
    const given: readonly State[] = [
      ...(bearer ? [['authorized', { token: 'tvilling', ...(client && { client }) }] as State] : []),
      ...(interaction.given ?? []),
    ]
    const [method = '', template = ''] = described.calls[operation].split(' ')
    let unconfigured = pact.addInteraction()
    for (const [name, parameters] of given) unconfigured = unconfigured.given(name, parameters as never)
    const file = input.body instanceof FormData ? await firstFile(input.body) : undefined
    await unconfigured
      .uponReceiving(`${operation} ${status}: ${outcome}`)
      .withRequest(method, pathOf(template, input.path, told), (builder) => {
        builder.headers({ ...common, ...(input.header as Record<string, string>) })
        if (input.query) builder.query(stringsOf(input.query))
        if (file) {
          builder.headers({ 'Content-Type': MULTIPART })
          builder.body(`multipart/form-data; boundary=${BOUNDARY}`, Buffer.from(file.bytes))
          // As with a form: a list is text, whatever its part says.
          builder.matchingRules({ body: { path: `$['${file.part}']`, rules: [equal(file.text)] } })
        } else if (basic && input.body) {
          const form = new URLSearchParams(input.body as Record<string, string>)
          builder.body('application/x-www-form-urlencoded', Buffer.from(form.toString()))
          // The library expects bytes of the right kind; each field shall be what it is.
          const rules = [...form].map(([name, value]) => ({ path: `$.${name}`, rules: [equal(value)] }))
          builder.matchingRules({ body: rules })
        } else if (input.body !== undefined) builder.jsonBody(toldIn(input.body, told))
      })
      .willRespondWith(status, (builder) => {
        builder.headers(answerHeaders as Record<string, string>)
        if (answer instanceof Uint8Array) builder.body('application/pdf', Buffer.from(answer))
        else if (answer !== undefined) builder.jsonBody(answer)
      })
      .executeTest(async ({ url }) => {
        const call = createClient<Operations>(contract, url, common)
        const answered = await call(operation, input)
        assert.equal(answered.status, status, JSON.stringify(answered.body))
        if (answer !== undefined && !(answer instanceof Uint8Array)) {
          assert.deepEqual(answered.body, reify(answer as never))
        }
      })
  }

  async function runMessage({ event, outcome, given, content, metadata }: ExpectedMessage): Promise<void> {
    let unconfigured = pact.addAsynchronousInteraction()
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
    ...[...described.interactions, ...faultsOf(described, contract)].map((interaction) => ({
      title: `${interaction.operation} ${interaction.status}: ${interaction.outcome}`,
      operation: interaction.operation,
      status: interaction.status,
      run: () => runHttp(interaction),
    })),
    ...(described.messages ?? []).map((message) => ({
      title: `${message.event}: ${message.outcome}`,
      event: message.event,
      run: () => runMessage(message),
    })),
  ]

  return {
    contract,
    tests,
    read: () => settled(readFileSync(join(folder, `${CONSUMER}-${described.simulator}.json`), 'utf8')),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Adds interactions with a fault for every documented error that no request causes. */
function faultsOf<Operations>(
  { simulator, interactions, samples, problem, problemType }: ConsumerPact<Operations>,
  contract: Contract,
): Interaction<Operations>[] {
  return contract.operations.flatMap(({ id, answers }) =>
    [...answers.keys()]
      .map(Number)
      .filter((status) => status >= 400)
      .filter((status) => !interactions.some((known) => known.operation === id && known.status === status))
      .map(
        (status) =>
          ({
            operation: id,
            outcome: 'the service says so',
            status,
            given: [['fault', { simulator, operation: id, fault: 'status', status }]],
            wrong: samples[id as keyof Operations & string],
            answer: problem(status, id),
            answerHeaders: { 'Content-Type': problemType(status, id) },
          }) as unknown as Interaction<Operations>,
      ),
  )
}

function pathOf(template: string, values: object | undefined, told: Record<string, string>) {
  const known = new Map<string, string>(Object.entries(values ?? {}))
  const example = template.replace(/\{(\w+)\}/g, (_, name) => String(known.get(name)))
  const expression = Object.entries(told).reduce(
    (path, [name, value]) => path.replaceAll(value, `\${${name}}`),
    example,
  )
  return expression === example ? example : fromProviderState(expression, example)
}

/** The same body with values of the provider state instead of the examples. */
function toldIn(value: unknown, told: Record<string, string>): unknown {
  if (typeof value === 'string') {
    const [name] = Object.entries(told).find(([, example]) => example === value) ?? []
    return name === undefined ? value : fromProviderState(`\${${name}}`, value)
  }
  if (Array.isArray(value)) return value.map((item) => toldIn(item, told))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toldIn(member, told)]))
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

/** The pact without the versions of the tools, in a fixed order. */
function settled(pactFile: string): string {
  const { consumer, provider, interactions, metadata } = JSON.parse(pactFile)
  const order = (interaction: { type: string; description: string }) =>
    `${interaction.type === 'Synchronous/HTTP' ? 0 : 1} ${interaction.description}`
  interactions.sort((a: never, b: never) => (order(a) < order(b) ? -1 : 1))
  const { pactSpecification } = metadata
  return `${JSON.stringify({ consumer, provider, interactions, metadata: { pactSpecification } }, null, 1)}\n`
}
