/** The control routes, over which a test controls a tenant, by their own OpenAPI document. */
import { timingSafeEqual } from 'node:crypto'
import type { operations } from '../../contracts/control/types.gen.ts'
import { type OpenApiDocument, readContract } from '../../src/contract/contract.ts'
import { createRoutes } from '../../src/contract/routes.ts'
import { createValidator } from '../../src/contract/validator.ts'
import type { AdvanceTarget, Control } from '../../src/control/control.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { FaultDeclaration } from '../../src/faults/faults.ts'
import type { Snapshot } from '../../src/harness/snapshot.ts'
import { explainFailure, explainMiss, type Failure } from '../../src/http/failure.ts'
import type { ApiRequest, ApiResult } from '../../src/http/messages.ts'
import { createRouter } from '../../src/http/router.ts'
import type { OperationInput } from '../../src/simulator/operations.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { pactMessage } from '../pact/messages.ts'
import { setPactState } from '../pact/states.ts'
import type { Tenants } from '../tenants/tenants.ts'
import type { Answer } from './adapter.ts'
import { withoutLimits } from './control-contract.ts'
import { isLarge, slicedJson } from './sliced-json.ts'

/** Operations of the whole server: they need no tenant, and create none. */
type ServerOperation = 'listTenants' | 'dropTenant' | 'readMetrics'

type ServerOperations = {
  [Id in ServerOperation]: (input: OperationInput<operations[Id]>) => Promise<ApiResult>
}

type ControlOperations = {
  [Id in Exclude<keyof operations, ServerOperation>]: (
    input: OperationInput<operations[Id]>,
    control: Control,
    accept: string,
  ) => Promise<ApiResult>
}

export const CONTROL_PREFIX = '/_tvilling'
/** Largest body of a control request, in bytes: a snapshot may be large. */
export const CONTROL_BODY_LIMIT = 100 * 1024 * 1024

const asText = (body: string): ApiResult => ({
  ...ok(body),
  headers: { 'content-type': 'text/plain; charset=utf-8' },
})
/** The text format of Prometheus. */
const METRICS = 'text/plain; version=0.0.4; charset=utf-8'
const HAR = 'application/har+json'

const ok = (body: unknown): ApiResult => ({ status: 200, body })
const done: ApiResult = { status: 204 }

async function noMetrics(): Promise<never> {
  throw new UsageError('A harness inside an application has no metrics of a server.', 404)
}

/** Answers control requests. Their path begins with `/_tvilling`, without the tenant's prefix. */
export function createControlRoutes(
  token: string | undefined,
  tenants: Pick<Tenants, 'names' | 'limit' | 'drop'>,
  simulators?: readonly Simulator[],
  metrics: () => Promise<string> = noMetrics,
) {
  const contract = readContract(new URL('../../contracts/control/openapi.gen.json', import.meta.url))
  const validator = createValidator(readContract(withoutLimits(contract.document)))
  const router = createRouter([{ name: 'control', contract, routes: createRoutes(contract) }])

  const ofServer: ServerOperations = {
    listTenants: async () => ok({ tenants: await tenants.names(), limit: tenants.limit }),
    dropTenant: async ({ params }) => {
      await tenants.drop(params.tenant)
      return done
    },
    readMetrics: async () => ({ ...ok(await metrics()), headers: { 'content-type': METRICS } }),
  }

  const handlers: ControlOperations = {
    readHealth: async () => ok({ status: 'ok' }),
    readClock: async (_, control) => ok(await control.clock.read()),
    setClock: async ({ body }, control) => ok(await control.clock.set(body)),
    advanceClock: async ({ body }, control) => ok(await control.clock.advance(body as AdvanceTarget)),
    readSnapshot: async (_, control) => ok(await control.snapshot()),
    restoreSnapshot: async ({ body }, control) => {
      await control.restore(body as unknown as Snapshot)
      return done
    },
    reset: async (_, control) => {
      await control.reset()
      return done
    },
    listScenarios: async (_, control) => ok({ scenarios: await control.scenarios.list() }),
    loadScenario: async ({ params, body }, control) =>
      ok(await control.scenarios.load(params.name, (body ?? {}) as Record<string, unknown>)),
    listSubjects: async (_, control) => ok({ subjects: await control.subjects.list() }),
    listSimulators: async (_, control) => ok({ simulators: await control.simulators.list() }),
    acceptToken: async ({ body }, control) => ok(await control.tokens.accept(body ?? {})),
    setPactState: async ({ body, query }, control) => ok(await setPactState(control, body, query)),
    sendPactMessage: async ({ body }, control) => pactMessage(control, body, simulators),
    pageState: async ({ params, query }, control) =>
      ok(await control.state.page(params.simulator, params.collection, query)),
    transition: async ({ params, body }, control) =>
      ok(await control.state.transition(params.simulator, params.collection, params.key, body.to)),
    changePerson: async ({ params, body }, control) =>
      ok(await control.people.change(params.number, body as Record<string, unknown>)),
    fireEvent: async ({ body }, control) => ok(await control.events.fire(body)),
    listFaults: async (_, control) => ok({ faults: await control.faults.list() }),
    addFault: async ({ body }, control) => ({
      status: 201,
      // `add` checks the fault, with better messages than the contract gives.
      body: await control.faults.add(body as FaultDeclaration),
    }),
    clearFaults: async (_, control) => {
      await control.faults.clear()
      return done
    },
    clearFault: async ({ params }, control) => {
      await control.faults.clear(params.id)
      return done
    },
    findExchanges: async ({ query }, control, accept) => {
      if (accept.includes(HAR))
        return { ...ok(await control.journal.har()), headers: { 'content-type': HAR } }
      if (!accept.startsWith('text/plain')) return ok({ exchanges: await control.journal.find(query) })
      return asText(await control.journal.explain(query))
    },
    listActions: async (_, control) => ok({ actions: await control.journal.actions() }),
    clearJournal: async (_, control) => {
      await control.journal.clear()
      return done
    },
    listDeliveries: async ({ query }, control, accept) =>
      accept.startsWith('text/plain')
        ? asText(await control.deliveries.explain(query))
        : ok({ deliveries: await control.deliveries.list(query) }),
    settleDeliveries: async (_, control) => {
      await control.deliveries.settled()
      return done
    },
    redeliver: async ({ params }, control) => ok(await control.deliveries.redeliver(params.id)),
    readContract: async ({ params }, control) => {
      const [, name = '', kind] = /^(.*?)(\.json|\.d\.ts)?$/s.exec(params.file) ?? []
      const document = await control.contract(name)
      if (kind !== '.d.ts') return ok(document)
      const { typesFile } = await import('../new/contract-files.ts')
      return asText(await typesFile(document as OpenApiDocument, 'Tvilling, for the settings of this tenant'))
    },
    readControlContract: async () => ok(contract.document),
  }

  async function answer(request: ApiRequest, control: () => Promise<Control>): Promise<ApiResult> {
    const match = router.match(request)
    if (match.kind === 'none') return mistake(404, explainMiss(match.why))
    if (match.kind === 'method') {
      const { allow } = match
      return {
        ...mistake(405, explainFailure({ kind: 'method', allow })),
        headers: { allow: allow.join(', ') },
      }
    }
    if (match.operation.id !== 'readHealth' && !hasToken(request, token)) {
      return mistake(401, 'This server demands its control token, as "Authorization: Bearer <token>".')
    }
    const read = validator.parameters(match.operation, match.parameters, request)
    if ('failure' in read) return mistake(400, sentence(read.failure))
    const parsed = await validator.body(match.operation, asJson(request), { limit: CONTROL_BODY_LIMIT })
    if ('failure' in parsed) return mistake(400, sentence(parsed.failure))
    const input: unknown = { ...read.input, body: parsed.body }
    const whole = (ofServer as Record<string, undefined | ((input: unknown) => Promise<ApiResult>)>)[
      match.operation.id
    ]
    if (whole) return whole(input)
    const handler = handlers[match.operation.id as keyof ControlOperations] as (
      input: unknown,
      control: Control,
      accept: string,
    ) => Promise<ApiResult>
    return handler(input, await control(), request.headers['accept'] ?? '')
  }

  return async (request: ApiRequest, control: () => Promise<Control>): Promise<Answer> => {
    try {
      return render(await answer(request, control))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      return render(mistake(error.status, error.message))
    }
  }
}

/** Treats every body as JSON, since control accepts nothing else: `curl -d '{…}'` declares its body as a form. */
function asJson(request: ApiRequest): ApiRequest {
  return { ...request, headers: { ...request.headers, 'content-type': 'application/json' } }
}

function sentence(failure: Failure): string {
  const text = explainFailure(failure)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function mistake(status: number, error: string): ApiResult {
  return { status, body: { error } }
}

function hasToken({ headers }: ApiRequest, token: string | undefined): boolean {
  if (token === undefined) return true
  const given = Buffer.from(String(headers['authorization'] ?? '').replace(/^bearer +/i, ''))
  const expected = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function render({ status, headers = {}, body }: ApiResult): Answer {
  if (body === undefined) return { status, headers }
  const complete = { 'content-type': 'application/json', ...headers }
  if (isLarge(body)) return { status, headers: complete, slices: linesOf(body) }
  const text = typeof body === 'string' ? body : `${JSON.stringify(body, null, 2)}\n`
  return { status, headers: complete, body: text }
}

function* linesOf(body: object): Generator<string> {
  yield* slicedJson(body)
  yield '\n'
}
