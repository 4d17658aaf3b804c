/** The control routes, over which a test controls a tenant, by their own OpenAPI document. */
import type { operations } from '../../contracts/control/types.gen.ts'
import { type OpenApiDocument, readContract } from '../../src/contract/contract.ts'
import type { AdvanceTarget, Control } from '../../src/control/control.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { FaultDeclaration } from '../../src/faults/faults.ts'
import type { Snapshot } from '../../src/harness/snapshot.ts'
import { explainFailure, explainMiss } from '../../src/http/failure.ts'
import type { ApiRequest, ApiResult } from '../../src/http/messages.ts'
import { createRouter, type Match as RouterMatch } from '../../src/http/router.ts'
import type { OperationInput } from '../../src/simulator/operations.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { StoreUnavailable } from '../../src/store/shared-store.ts'
import { pactMessage } from '../pact/messages.ts'
import { servedPact } from '../pact/served-pact.ts'
import { setPactState } from '../pact/states.ts'
import type { Tenants } from '../tenants/tenants.ts'
import type { Answer } from './adapter.ts'
import type { TakenBody } from './body.ts'
import { mistake, render, sentence } from './control-answer.ts'
import { controlContract, looseContract } from './control-contract.ts'
import type { ControlTokens } from './control-tokens.ts'
import type { TakenDocument } from './json-document.ts'

/** Operations of the whole server: they need no tenant, and create none. */
type ServerOperation = 'listTenants' | 'dropTenant' | 'readMetrics' | 'readHealth' | 'readControlContract'

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

export interface ControlRoutesOptions {
  tokens: ControlTokens
  tenants: Pick<Tenants, 'attempt' | 'names' | 'limit' | 'drop'>
  /** Largest body, in bytes. A snapshot may be of any size. */
  bodyLimit: number
  /** Those of the harness; the ones of the package if they are left out. */
  simulators?: readonly Simulator[]
  /** The metrics of the server; a harness in an application has none. */
  metrics?: () => Promise<string>
}

type Match = Extract<RouterMatch<unknown>, { kind: 'operation' }>

/** A request for control without its body. */
export interface ControlRequest {
  /** The path begins with `/_tvilling`, without the tenant's prefix. */
  request: ApiRequest
  tenant: string
}

/** The answer to a request that is refused before its body is read; or how much to read, and what answers then. */
export type Admitted =
  | { refused: Answer }
  | {
      bodyLimit: number
      /** Whether the body is read with `takeDocument`, whatever its size, unless it was read before. */
      streamed: boolean
      answer(taken: TakenBody, document?: TakenDocument): Promise<Answer>
    }

/** Admits and answers control requests. */
export function createControlRoutes(options: ControlRoutesOptions) {
  const { tokens, tenants, simulators, metrics = noMetrics } = options
  const { contract, routes } = controlContract
  const { validator } = looseContract
  const router = createRouter([{ name: 'control', contract, routes }])

  const ofServer: ServerOperations = {
    listTenants: async () => ok({ tenants: await tenants.names(), limit: tenants.limit }),
    dropTenant: async ({ params }) => {
      await tenants.drop(params.tenant)
      return done
    },
    readMetrics: async () => ({ ...ok(await metrics()), headers: { 'content-type': METRICS } }),
    readHealth: async () => ok({ status: 'ok' }),
    readControlContract: async () => ok(contract.document),
  }

  const handlers: ControlOperations = {
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
      ok(
        await control.scenarios.load(
          params.name,
          (body === undefined ? {} : body) as Record<string, unknown>,
        ),
      ),
    listSubjects: async (_, control) => ok({ subjects: await control.subjects.list() }),
    listSimulators: async (_, control) => ok({ simulators: await control.simulators.list() }),
    acceptToken: async ({ body }, control) => ok(await control.tokens.accept(body)),
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
      if (!accept.startsWith('text/plain')) return ok(await control.journal.page(query))
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
        : ok({
            deliveries: await control.deliveries.list(query),
            dropped: await control.deliveries.dropped(),
          }),
    settleDeliveries: async (_, control) => {
      await control.deliveries.settled()
      return done
    },
    redeliver: async ({ params }, control) => ok(await control.deliveries.redeliver(params.id)),
    readContract: async ({ params }, control) => {
      const [, name = '', kind] = /^(.*?)(\.pact\.json|\.json|\.d\.ts)?$/s.exec(params.file) ?? []
      const document = await control.contract(name)
      if (kind === '.pact.json') return ok(await pactFor(name, document as OpenApiDocument, simulators))
      if (kind !== '.d.ts') return ok(document)
      const { typesFile } = await import('../new/contract-files.ts')
      return asText(await typesFile(document as OpenApiDocument, 'Tvilling, for the settings of this tenant'))
    },
  }

  /** Whether the caller may do this; the status and sentence of the refusal if not. */
  function refusal({ operation, parameters }: Match, { request, tenant }: ControlRequest) {
    if (operation.id === 'readHealth') return undefined
    const rights = tokens.rightsOf(request.headers['authorization'])
    if (rights === 'all') return undefined
    if (rights === undefined) {
      return mistake(401, 'This server demands its control token, as "Authorization: Bearer <token>".')
    }
    const own = [...rights].join(', ')
    if (operation.id === 'readControlContract') return undefined
    if (operation.id === 'listTenants') {
      return mistake(403, `The tenants are listed with the token for all of them; this one is for ${own}.`)
    }
    if (operation.id === 'readMetrics') {
      return mistake(403, `Metrics are read with the token for all tenants; this one is for ${own}.`)
    }
    const wanted = operation.id === 'dropTenant' ? String(parameters['tenant']) : tenant
    if (rights.has(wanted)) return undefined
    return mistake(
      403,
      `This token does not control the tenant ${wanted}, but ${own}: put /t/<tenant> before the path.`,
    )
  }

  async function run(
    match: Match,
    tenant: string,
    limit: number,
    request: ApiRequest,
    document: TakenDocument | undefined,
  ): Promise<ApiResult> {
    const { operation, parameters } = match
    if (document && 'refused' in document) return mistake(document.status, document.refused)
    const read = validator.parameters(operation, parameters, request)
    if ('failure' in read) return mistake(400, sentence(read.failure))
    const parsed = document ?? (await validator.body(operation, asJson(request), { limit }))
    if ('failure' in parsed) return mistake(400, sentence(parsed.failure))
    const input: unknown = { ...read.input, body: parsed.body }
    const whole = (ofServer as Record<string, undefined | ((input: unknown) => Promise<ApiResult>)>)[
      operation.id
    ]
    if (whole) return whole(input)
    const handler = handlers[operation.id as keyof ControlOperations] as (
      input: unknown,
      control: Control,
      accept: string,
    ) => Promise<ApiResult>
    return tenants.attempt(tenant, (control) => handler(input, control, request.headers['accept'] ?? ''))
  }

  return (asked: ControlRequest): Admitted => {
    const match = router.match(asked.request)
    if (match.kind === 'none') return { refused: render(mistake(404, explainMiss(match.why))) }
    if (match.kind === 'method') {
      const { allow } = match
      const refused = mistake(405, explainFailure({ kind: 'method', allow }))
      return { refused: render({ ...refused, headers: { allow: allow.join(', ') } }) }
    }
    const refused = refusal(match, asked)
    if (refused) return { refused: render(refused) }
    const streamed = match.operation.id === 'restoreSnapshot'
    const bodyLimit = streamed ? Infinity : options.bodyLimit
    return {
      bodyLimit,
      streamed,
      async answer(taken, document) {
        try {
          const request = { ...asked.request, ...taken }
          return render(await run(match, asked.tenant, bodyLimit, request, document))
        } catch (error) {
          if (error instanceof StoreUnavailable) return render(mistake(503, error.sentence))
          if (!(error instanceof UsageError)) throw error
          return render(mistake(error.status, error.message))
        }
      },
    }
  }
}

async function pactFor(
  name: string,
  document: OpenApiDocument,
  simulators: readonly Simulator[] | undefined,
) {
  const known = simulators ?? (await import('../../mocks/simulators.ts')).simulators
  const simulator = known.find((one) => one.name === name)
  if (!simulator) throw new UsageError(`${name} has no pact.`, 404)
  return servedPact(simulator, readContract(document))
}

/** Treats every body as JSON, since control accepts nothing else: `curl -d '{…}'` declares its body as a form. */
function asJson(request: ApiRequest): ApiRequest {
  return { ...request, headers: { ...request.headers, 'content-type': 'application/json' } }
}
