/** The life of a request, from top to bottom: each step takes values and returns one. */
import type { Answer } from '../contract/contract.ts'
import type { Ground } from '../contract/evidence.ts'
import { servedPath } from '../contract/served-path.ts'
import type { DeliveryWorker } from '../deliveries/delivery-worker.ts'
import { applyFault } from '../faults/apply-fault.ts'
import type { Faults, MatchedFault, OperationFault } from '../faults/faults.ts'
import { createHttpDates } from '../harness/clock.ts'
import type { Random } from '../harness/random.ts'
import type { Scheduler } from '../harness/scheduler.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import type { Waiters } from '../harness/waiters.ts'
import type { Journal } from '../journal/journal.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import type { RequestContext } from '../simulator/simulator.ts'
import { StoreUnavailable } from '../store/shared-store.ts'
import { bodyLimitOf, mostValuesOf } from './admission.ts'
import { type Client, NOBODY } from './authorization.ts'
import { addDiagnosis, breachText, evidenceOf, operationOf, reasonOf } from './diagnosis.ts'
import { environmentOf } from './environment.ts'
import { explainMiss, type Failure } from './failure.ts'
import { type ApiRequest, type ApiResponse, type ApiResult, withoutBody } from './messages.ts'
import { type Opened, open, openOutside, unnumbered } from './opened.ts'
import { fail } from './refusal.ts'
import { renderResult } from './render.ts'
import type { Match, Router } from './router.ts'
import { traceIdOf } from './trace-context.ts'
import { busy, TOO_LATE, unavailable } from './unavailable.ts'
import { nowhere, unreadOf } from './unread.ts'

type OperationMatch = Extract<Match<RunningSimulator>, { kind: 'operation' }>

export interface PipelineDeps {
  router: Router<RunningSimulator>
  units: Pick<UnitsOfWork, 'run' | 'clock'>
  journal: Pick<Journal, 'open' | 'record' | 'shared'>
  faults: Pick<Faults, 'match'>
  worker: Pick<DeliveryWorker, 'takeAhead'>
  scheduler: Pick<Scheduler, 'sendAhead'>
  waiters: Pick<Waiters, 'until'>
  random: Random
  /** Largest request body, in bytes. */
  bodyLimit: number
  /** Called if a simulator breaks its own contract or throws. */
  reportDefect: (error: unknown) => void
}

export type Pipeline = (request: ApiRequest) => Promise<ApiResponse>

/** The outcome of a request, before it is encoded. */
interface Outcome {
  result: ApiResult
  /** The rule that led to it. */
  reason?: string | undefined
  /** What the rule rests on, besides what the contract says of the answer. */
  rests?: readonly Ground[]
  client?: Client | undefined
  fault?: MatchedFault<OperationFault> | undefined
}

/** The connection breaks before an answer. */
const UNANSWERED: ApiResult = { status: 0 }

export function createPipeline(deps: PipelineDeps): Pipeline {
  const dateOf = createHttpDates()
  return async (request) => {
    const match = deps.router.match(request)
    const { opened, outcome } =
      match.kind === 'operation' && !unreadOf(request)
        ? await answerOperation(deps, match, request)
        : await answerMiss(deps, match, request)
    const promised = promiseFor(match, outcome.result.status)
    const result = serve(match, outcome.result, promised)
    const rendered = renderResult(result, promised)
    const served = { ...outcome, result }
    const judged = opened.id > 0 && !unreadOf(request)
    const breaches = judged ? breachesOf(match, served, promised, rendered) : []
    const response = request.method === 'HEAD' ? withoutBody(rendered) : rendered
    const reason = reasonOf(match, outcome.reason, outcome.fault)
    const evidence = evidenceOf(match, result.status, outcome.rests)
    addDiagnosis(response, match, { id: opened.id, date: dateOf(opened.at), reason, evidence })
    const recorded = recordExchange(deps, match, { opened, outcome, request, response, reason, breaches })
    if (recorded) await recorded
    if (breaches.length > 0) deps.reportDefect(new Error(breachText(match, response, breaches)))
    if (!outcome.fault) return response
    const faulty = await applyFault(response, outcome.fault, opened.at, deps.waiters.until, request.aborted)
    return { ...faulty, fault: outcome.fault.fault }
  }
}

/** Runs an operation in a unit of work. If it throws, that is our defect: the unit is undone, and the answer is 500. */
async function answerOperation(
  deps: PipelineDeps,
  match: OperationMatch,
  request: ApiRequest,
): Promise<{ opened: Opened; outcome: Outcome }> {
  const { simulator, operation } = match
  let opened: Opened | undefined
  let fault: Outcome['fault']
  try {
    const { outcome, ahead } = await deps.units.run(async (unit) => {
      const began = open(deps, unit, request)
      opened = began
      fault = deps.faults.match(simulator.name, operation.id)
      const done = await runOperation(deps, match, request, began, fault)
      // Messages that must arrive before the answer, because a fault says so.
      const ahead = unit.deliveries.length > 0 ? await deps.worker.takeAhead(unit.deliveries) : []
      return { outcome: done, ahead }
    })
    if (ahead.length > 0) await deps.scheduler.sendAhead(ahead)
    return { opened: opened as unknown as Opened, outcome: { ...outcome, fault } }
  } catch (error) {
    if (error instanceof StoreUnavailable) return answerUnavailable(deps, match, request, error)
    deps.reportDefect(error)
    const began = (deps.journal.shared ? undefined : opened) ?? (await openOutside(deps))
    const detail = `${simulator.name}.${operation.id} failed: ${(error as Error).message}`
    const failed = fail(deps, match, request, began, { kind: 'internal', detail })
    return { opened: began, outcome: { ...failed, fault } }
  }
}

/** The store is away: the provider answers that it is not available. The exchange has no number. */
function answerUnavailable(
  deps: PipelineDeps,
  match: OperationMatch,
  request: ApiRequest,
  error: StoreUnavailable,
): { opened: Opened; outcome: Outcome } {
  const opened = unnumbered(deps)
  return {
    opened,
    outcome: fail(deps, match, request, opened, unavailable(match.operation, error.message)),
  }
}

/** All steps from a declared fault to the operation's answer. The first step that refuses ends it. */
async function runOperation(
  deps: PipelineDeps,
  match: OperationMatch,
  request: ApiRequest,
  opened: Opened,
  fault: Outcome['fault'],
): Promise<Omit<Outcome, 'fault'>> {
  const { simulator, operation } = match
  const { auth, validator, definition } = simulator
  const rests: Ground[] = []
  const restOn = (...facts: string[]) => {
    for (const fact of facts) rests.push(simulator.factNamed(fact))
  }
  const noteUse = (setting: string) => restOn(...simulator.factsOf(setting))
  const refuse = (failure: Failure, client?: Client) => {
    const failed = fail(deps, match, request, opened, failure)
    return { ...failed, rests: [...rests, ...failed.rests], client }
  }
  if (match.otherCase) noteUse('pathCase')

  if (fault?.fault === 'reset') return { result: UNANSWERED }
  if (fault?.fault === 'status') {
    const detail = `The fault ${fault.id} was declared.`
    return refuse({ kind: 'fault', status: fault.status, detail })
  }

  const environment = environmentOf(match, request)
  const authorized = operation.scopes
    ? await auth.authorize(request, operation.scopes, environment)
    : { client: NOBODY }
  if ('failure' in authorized) return refuse(authorized.failure)
  const { client } = authorized
  if (request.refused === 'unauthorized' && operation.scopes) return refuse(TOO_LATE)

  const read = validator.parameters(operation, match.parameters, request)
  if ('failure' in read) return refuse(read.failure, client)

  let reason: string | undefined
  const context: RequestContext = {
    ...simulator.context,
    request,
    exchange: opened.id,
    operation: operation.id,
    client,
    environment: environment ?? client.environment,
    pathOf: (id, values) => servedPath(simulator.contract, validator, id, values),
    setReason(text, ...facts) {
      reason = text
      restOn(...facts)
    },
    restOn,
  }
  const admitted = await definition.admit?.(context)
  if (admitted) return { result: admitted, reason, rests, client }
  if (request.refused === 'busy') return refuse(busy(operation), client)

  const inspect = (body: unknown) => definition.inspect?.(body, context) ?? []
  const limit = bodyLimitOf(operation, request, deps.bodyLimit)
  const mostValues = mostValuesOf(operation)
  const options = { limit, mostValues, accept: simulator.settings, noteUse, inspect }
  const parsed = await validator.body(operation, request, options)
  if ('failure' in parsed) return refuse(parsed.failure, client)

  const run = definition.operations[operation.id]
  if (!run) throw new Error(`${simulator.name} has no operation ${operation.id}.`)
  const result = await run({ ...read.input, body: parsed.body }, context)
  return { result, reason, rests, client }
}

/**
 * Answers a request that matches no operation or breaks HTTP itself: in the form of the provider with this path or similar
 * ones, or in our own form.
 */
async function answerMiss(
  deps: PipelineDeps,
  match: Match<RunningSimulator>,
  request: ApiRequest,
): Promise<{ opened: Opened; outcome: Outcome }> {
  if (match.kind === 'none' && !match.simulator) {
    return { opened: await openOutside(deps), outcome: nowhere(request, match) }
  }
  const unread = unreadOf(request)
  const answer = (opened: Opened): { opened: Opened; outcome: Outcome } => {
    if (unread) return { opened, outcome: fail(deps, match, request, opened, { kind: 'fault', ...unread }) }
    if (match.kind === 'method') {
      const { allow } = match
      const { result, reason } = fail(deps, match, request, opened, { kind: 'method', allow })
      const headers = { ...result.headers, allow: allow.join(', ') }
      return { opened, outcome: { result: { ...result, headers }, reason } }
    }
    const { nearest = [], why = [] } = match.kind === 'none' ? match : {}
    const { result } = fail(deps, match, request, opened, { kind: 'unmatched', nearest })
    return { opened, outcome: { result, reason: explainMiss(why) } }
  }
  try {
    return await deps.units.run(async (unit) => answer(open(deps, unit, request)))
  } catch (error) {
    // What is wrong with the request is wrong without the store too.
    if (error instanceof StoreUnavailable) return answer(unnumbered(deps))
    throw error
  }
}

/** The body as it is served, if settings give it other names or words than the code. */
function serve(match: Match<RunningSimulator>, result: ApiResult, promised: Answer | undefined): ApiResult {
  const { simulator } = match
  if (!simulator?.validator.translates || result.body === undefined) return result
  const content = promised?.content.find(({ schema }) => schema) ?? promised?.content[0]
  return { ...result, body: simulator.validator.serve(content, result.body) }
}

/** The answer that the contract documents for a status. */
function promiseFor(match: Match<RunningSimulator>, status: number): Answer | undefined {
  if (match.kind !== 'operation') return match.simulator?.contract.unmatched.get(String(status))
  const { answers } = match.operation
  return answers.get(String(status)) ?? answers.get('default')
}

function breachesOf(
  { simulator }: Match<RunningSimulator>,
  { result, fault }: Outcome,
  promised: Answer | undefined,
  response: ApiResponse,
): string[] {
  // A status that a test forced against the contract is not our defect.
  const forced = fault?.fault === 'reset' || (fault?.fault === 'status' && fault.force)
  return simulator && !forced ? simulator.validator.answer(promised, response, result.body) : []
}

interface Finished {
  opened: Opened
  outcome: Outcome
  request: ApiRequest
  response: ApiResponse
  reason: string | undefined
  breaches: readonly string[]
}

function recordExchange(
  { journal }: PipelineDeps,
  match: Match<RunningSimulator>,
  { opened, outcome: { client, fault }, request, response, reason, breaches }: Finished,
): Promise<void> | undefined {
  if (opened.id === 0) return undefined
  return journal.record({
    id: opened.id,
    turn: opened.turn,
    at: opened.at,
    simulator: match.simulator?.name,
    operation: operationOf(match)?.id,
    client: client?.id || undefined,
    request,
    response,
    reason,
    trace: traceIdOf(request.trace ?? request.headers['traceparent']),
    fault,
    breaches,
  })
}
