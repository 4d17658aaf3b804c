/** The life of a request, top to bottom. */

import type { Answer, Operation } from '../contract/contract.ts'
import { applyFault } from '../faults/apply-fault.ts'
import type { MatchedFault, OperationFault } from '../faults/faults.ts'
import { toHttpDate } from '../harness/clock.ts'
import type { Running, World } from '../harness/world.ts'
import type { RequestContext } from '../simulator/simulator.ts'
import type { Client } from './authorization.ts'
import { NOBODY, oauthFailure, oauthFault } from './authorization.ts'
import { explainFailure, explainMiss, type Failure, wordFailure } from './failure.ts'
import type { ApiRequest, ApiResponse, ApiResult } from './messages.ts'
import { createRouter, type Match, type Router } from './router.ts'

/** What is found out about a request on its way. */
interface Passage {
  /** Its number and its place in the journal, and the instant of its answer: given when its turn comes. */
  exchange: number
  turn: number
  at: number
  running: Running | undefined
  operation: Operation | undefined
  client: Client | undefined
  reason: string | undefined
  fault: MatchedFault<OperationFault> | undefined
}

export type Pipeline = (request: ApiRequest) => Promise<ApiResponse>

export function createPipeline(world: World): Pipeline {
  const router = createRouter([...world.simulators.values()])
  return (request) => handle(world, router, request)
}

async function handle(world: World, router: Router<Running>, request: ApiRequest): Promise<ApiResponse> {
  const passage: Passage = {
    exchange: 0,
    turn: 0,
    at: 0,
    running: undefined,
    operation: undefined,
    client: undefined,
    reason: undefined,
    fault: undefined,
  }

  const match = router.match(request)
  const { result, answer } = await reach(world, match, request, passage)
  const response = render(result, answer)

  const breaches = breachesOf(passage, answer, response, result.body)
  const { exchange: id, turn, at, running, operation, client, fault } = passage
  const reason = reasonOf(passage)
  if (running && operation) response.headers['x-tvilling-operation'] = `${running.name}.${operation.id}`
  if (reason) response.headers['x-tvilling-reason'] = headerText(reason)
  response.headers['x-tvilling-exchange'] = String(id)
  // Clients measure their clock's skew by it: it shows the harness's time, like everything else.
  response.headers['date'] = toHttpDate(at)

  world.journal.record({
    id,
    turn,
    at,
    simulator: running?.name,
    operation: operation?.id,
    client: client?.id || undefined,
    request,
    response,
    reason,
    fault,
    breaches,
  })
  if (breaches.length > 0) {
    world.defect(new Error(breachText(passage, response, breaches)))
  }
  return fault ? applyFault(response, fault, at, world.scheduler.until) : response
}

/** Exchanges are numbered in the order in which they are answered, which a replay repeats. */
function begin({ journal, present }: World, passage: Passage): void {
  if (passage.exchange > 0) return
  const { id, turn } = journal.open()
  Object.assign(passage, { exchange: id, turn, at: present.now() })
  present.answering(id)
}

interface Reached {
  result: ApiResult
  /** What the contract promises for this status. */
  answer: Answer | undefined
}

async function reach(
  world: World,
  match: Match<Running>,
  request: ApiRequest,
  passage: Passage,
): Promise<Reached> {
  passage.running = match.simulator
  if (match.kind === 'none' && !match.simulator) {
    begin(world, passage)
    passage.reason = explainMiss(match.why)
    return { result: nowhere(request, match.nearest, passage.reason), answer: undefined }
  }
  const running = match.simulator as Running
  if (match.kind !== 'operation') {
    const failure: Failure =
      match.kind === 'none'
        ? { kind: 'unmatched', nearest: match.nearest }
        : { kind: 'method', allow: match.allow }
    return world.write(async () => {
      const reached = unmatched(world, running, request, passage, failure)
      if (match.kind === 'none') passage.reason = explainMiss(match.why)
      return reached
    })
  }
  const { operation } = match
  passage.operation = operation
  const result = await answerSafely(world, running, operation, match.parameters, request, passage)
  return { result, answer: operation.answers.get(String(result.status)) ?? operation.answers.get('default') }
}

function unmatched(
  world: World,
  running: Running,
  request: ApiRequest,
  passage: Passage,
  failure: Failure,
): Reached {
  begin(world, passage)
  const result = fail(world, running, undefined, request, passage, failure)
  if (failure.kind === 'method') result.headers = { ...result.headers, allow: failure.allow.join(', ') }
  return { result, answer: running.contract.unmatched.get(String(result.status)) }
}

/** An operation that throws is our defect: everything it wrote is undone, and the provider's 500 is given. */
async function answerSafely(
  world: World,
  running: Running,
  operation: Operation,
  parameters: Record<string, string>,
  request: ApiRequest,
  passage: Passage,
): Promise<ApiResult> {
  try {
    return await world.answer(() => {
      begin(world, passage)
      return answerRequest(world, running, operation, parameters, request, passage)
    })
  } catch (error) {
    begin(world, passage)
    const detail = `${running.name}.${operation.id} failed: ${(error as Error).message}`
    world.defect(error)
    return fail(world, running, operation, request, passage, { kind: 'internal', detail })
  }
}

async function answerRequest(
  world: World,
  running: Running,
  operation: Operation,
  parameters: Record<string, string>,
  request: ApiRequest,
  passage: Passage,
): Promise<ApiResult> {
  const { auth, validator, definition, contract } = running
  const refuse = (failure: Failure) => fail(world, running, operation, request, passage, failure)

  const fault = world.faults.match(running.name, operation.id)
  passage.fault = fault
  if (fault?.fault === 'reset') return UNANSWERED
  if (fault?.fault === 'status') {
    return refuse({ kind: 'fault', status: fault.status, detail: `The fault ${fault.id} was declared.` })
  }

  const environment =
    operation.environment ?? (request.host === undefined ? undefined : contract.hosts.get(request.host))
  let client = NOBODY
  if (operation.scopes) {
    const authorized = await auth.authorize(request, operation.scopes, environment)
    if ('failure' in authorized) return refuse(authorized.failure)
    client = authorized.client
    passage.client = client
  }

  const read = validator.parameters(operation, parameters, request)
  if ('failure' in read) return refuse(read.failure)

  const context: RequestContext = {
    ...running.context,
    request,
    exchange: passage.exchange,
    operation: operation.id,
    client,
    environment: environment ?? client.environment,
    setReason: (reason) => {
      passage.reason = reason
    },
  }
  const ended = await definition.admit?.(context)
  if (ended) return ended

  const inspect = (body: unknown) => definition.inspect?.(body, context) ?? []
  const parsed = await validator.body(operation, request, world.bodyLimit, inspect)
  if ('failure' in parsed) return refuse(parsed.failure)

  const run = definition.operations[operation.id]
  if (!run) throw new Error(`${running.name} has no operation ${operation.id}.`)
  return run({ ...read.input, body: parsed.body }, context)
}

function fail(
  world: World,
  running: Running,
  operation: Operation | undefined,
  { method, path }: ApiRequest,
  passage: Passage,
  failure: Failure,
): ApiResult {
  passage.reason = explainFailure(failure)
  const { definition } = running
  // OAuth has words for what is wrong with a request, none for a service that fails.
  const failed = failure.kind === 'internal' || (failure.kind === 'fault' && failure.status >= 500)
  if (operation && definition.tokenOperations?.includes(operation.id) && !failed) {
    return failure.kind === 'fault' ? oauthFault(failure.status, failure.detail) : oauthFailure(failure)
  }
  const setting = { method, path, operation: operation?.id, now: passage.at, random: world.random }
  return wordFailure(definition.problems, failure, setting)
}

/** The connection breaks before anything is answered. */
const UNANSWERED: ApiResult = { status: 0 }

/** No simulator has paths like this: the answer is ours. */
function nowhere({ method, path }: ApiRequest, nearest: string[], reason: string): ApiResult {
  return {
    status: 404,
    headers: { 'content-type': 'application/json' },
    body: { error: 'not-found', message: `${method} ${path}: ${reason}`, nearest },
  }
}

function render({ status, headers = {}, body }: ApiResult, answer: Answer | undefined): ApiResponse {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  if (body === undefined) return { status, headers: lower }
  const contentType = lower['content-type'] ?? answer?.content[0]?.mediaType ?? 'application/json'
  const bytes = typeof body === 'string' && !/\bjson\b/.test(contentType) ? body : undefined
  return {
    status,
    headers: { 'content-type': contentType, ...lower },
    body: bytes ?? (body instanceof Uint8Array ? body : JSON.stringify(body)),
  }
}

function breachesOf(
  { running, fault }: Passage,
  answer: Answer | undefined,
  response: ApiResponse,
  body: unknown,
): string[] {
  // What a test forced against the contract is no breach of ours.
  const asked = fault?.fault === 'reset' || (fault?.fault === 'status' && fault.force)
  return running && !asked ? running.validator.answer(answer, response, body) : []
}

/** Which rule gave the answer, and which fault the answer meets on its way. */
function reasonOf({ reason, fault, operation }: Passage): string | undefined {
  if (!fault) return reason
  if (fault.fault !== 'status')
    return `${reason ? `${reason} ` : ''}The fault ${fault.id} (${fault.fault}) was declared.`
  const documented = !fault.force || operation?.answers.has(String(fault.status))
  return documented
    ? reason
    : `${reason} It was forced: the contract of ${operation?.id} has no ${fault.status}.`
}

function breachText({ running, operation }: Passage, { status }: ApiResponse, breaches: string[]): string {
  const who = `${running?.name ?? 'tvilling'}.${operation?.id ?? 'unmatched'}`
  return `${who} broke its contract with status ${status}: ${breaches.join('; ')}`
}

/** Header values hold printable ASCII only. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, '?').slice(0, 1_000)
}
