/** Sends each request directly from `node:http` to the simulators, or to the Express application. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import { stopwatch } from '../../src/harness/clock.ts'
import type { ApiRequest, ApiResponse, UnreadRequest } from '../../src/http/messages.ts'
import type { Counts } from '../telemetry/counts.ts'
import type { Traces } from '../telemetry/spans.ts'
import { addressOf, checkEnvironment } from '../tenants/address.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { errorResponse, failureResponse, pathOf, sendApiResponse, toApiRequest } from './adapter.ts'
import { forget, hasBody, isSmall, NO_BODY, type TakenBody, takeBody, UNAUTHORIZED } from './body.ts'
import { refusedPage } from './doors.ts'
import type { HeldBodies } from './held-bodies.ts'
import { headOf, type UnreadHead } from './http-errors.ts'
import type { ServerLog } from './log.ts'
import { originOf } from './origin.ts'
import { takeOrigin } from './request-target.ts'

export interface ListenerOptions {
  tenants: Tenants
  bodyLimit: number
  heldBodies: HeldBodies
  /** Whether a proxy stands before the server, whose headers tell what the client called. */
  trustProxy: boolean
  /** Whether a request to a provider creates the tenant that it names. */
  openTenants: boolean
  log: ServerLog
  counts: Pick<Counts, 'exchange'>
  /** Makes a span of each exchange; undefined if nobody wants them. */
  traces: Pick<Traces, 'begin'> | undefined
  /** Answers requests that are not for a simulator: control and pages. */
  app: RequestListener
  /** Whether the server is closing. Connections are not kept alive then. */
  closing: () => boolean
}

export interface Listener {
  request: RequestListener
  /** Answers a request whose expectation nobody fulfils. */
  expectation: RequestListener
  /** Answers a request in plain HTTP to a port that speaks HTTPS. */
  plain: RequestListener
  /** The answer to a request that breaks HTTP itself. */
  unread(head: UnreadHead | undefined, unread: UnreadRequest): Promise<ApiResponse>
}

const CONTROL = /^(?:\/[te]\/[^/?]*){0,2}\/_tvilling(?:[/?]|$)/
/** A Pact verifier requests messages at the provider's root, and not every verifier has an option for it. */
const ROOT = /^(?:\/[te]\/[^/?]*){0,2}\/?(?:\?|$)/

export function createListener(options: ListenerOptions): Listener {
  const { tenants, bodyLimit, heldBodies, trustProxy, log, counts, traces, app, closing } = options

  /** A page of another site could otherwise fill the server with tenants. */
  function mayCreate(tenant: string, { headers }: IncomingMessage): void {
    const refused = options.openTenants
      ? refusedPage(headers, { trustProxy }) && 'A page of another site cannot create it.'
      : `Whoever may control this server creates it with a first request, such as GET /t/${tenant}/_tvilling/clock; or start the server with --open-tenants.`
    if (refused) throw new UsageError(`There is no tenant "${tenant}". ${refused}`, 404)
  }

  /** Counts and logs an exchange that has ended now. */
  function note(tenant: string, request: ApiRequest, answered: ApiResponse, began: number): void {
    const took = stopwatch() - began
    counts.exchange(answered, took)
    log.exchange(tenant, request, answered, took)
  }

  async function answer(request: IncomingMessage, response: ServerResponse, taken: TakenBody): Promise<void> {
    const began = stopwatch()
    const span = traces?.begin(request)
    try {
      const addressed = addressOf(pathOf(request.url ?? '/'), request.headers, taken.body)
      const { tenant, path, environment, prefix } = addressed
      const harness = tenants.opened(tenant) ?? (await tenants.get(tenant, () => mayCreate(tenant, request)))
      checkEnvironment(environment, () => harness.environments)
      const origin = originOf(request, prefix, trustProxy)
      const apiRequest = toApiRequest(request, { path, origin, environment }, taken, response)
      if (span) apiRequest.trace = span.traceparent
      const answered = await harness.handle(apiRequest)
      note(tenant, apiRequest, answered, began)
      span?.end(answered, { tenant, path, query: apiRequest.query })
      if (closing()) response.shouldKeepAlive = false
      sendApiResponse(response, answered)
    } catch (error) {
      if (!(error instanceof UsageError)) log.defect(error)
      const failed = failureResponse(error)
      counts.exchange(failed, stopwatch() - began)
      span?.end(failed)
      if (response.headersSent) response.destroy()
      else sendApiResponse(response, failed)
    }
  }

  /** Reads no more of a large or compressed body than its operation, and who sends it, make necessary. */
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const limit = await admitted(request)
      if (limit === undefined) {
        forget(request, () => void answer(request, response, UNAUTHORIZED))
      } else takeWhole(request, response, limit)
    } catch (error) {
      if (!(error instanceof UsageError)) log.defect(error)
      forget(request, () => sendApiResponse(response, failureResponse(error)))
    }
  }

  async function admitted(request: IncomingMessage): Promise<number | undefined> {
    const { tenant, path, environment, prefix } = addressOf(pathOf(request.url ?? '/'), request.headers)
    const harness = tenants.opened(tenant) ?? (await tenants.get(tenant, () => mayCreate(tenant, request)))
    const origin = originOf(request, prefix, trustProxy)
    return harness.admits(toApiRequest(request, { path, origin, environment }, NO_BODY))
  }

  function takeWhole(request: IncomingMessage, response: ServerResponse, limit: number): void {
    const hold = heldBodies.of(request, response)
    takeBody(request, limit, (taken) => void answer(request, response, taken), hold)
  }

  function takeOrRefuse(request: IncomingMessage, response: ServerResponse): void {
    if (isSmall(request)) takeWhole(request, response, bodyLimit)
    else {
      request.on('error', () => {})
      void take(request, response)
    }
  }

  /** Answers without reading the body, and ends the connection. */
  function refuse(request: IncomingMessage, response: ServerResponse, unread: UnreadRequest): void {
    response.shouldKeepAlive = false
    void unreadAnswer(headOf(request), unread).then((answered) => {
      forget(request, () => sendApiResponse(response, answered), true)
    })
  }

  async function unreadAnswer(head: UnreadHead | undefined, unread: UnreadRequest): Promise<ApiResponse> {
    const began = stopwatch()
    const own = errorResponse(unread.status, unread.detail)
    try {
      if (!head || CONTROL.test(head.target)) return own
      const { path, tenant } = addressOf(pathOf(head.target), {}, undefined)
      const harness = tenants.opened(tenant)
      if (!harness) return own
      const { method, host } = head
      const addressed = host === undefined ? { headers: {} } : { host, headers: { host } }
      const apiRequest = { method, path, query: '', ...addressed, refused: unread }
      const answered = await harness.handle(apiRequest)
      note(tenant, apiRequest, answered, began)
      return answered
    } catch (error) {
      if (!(error instanceof UsageError)) log.defect(error)
      return own
    }
  }

  return {
    request(request, response) {
      takeOrigin(request)
      const { method, url = '/', headers } = request
      if (headers.host === undefined && request.httpVersion === '1.1') refuse(request, response, HOSTLESS)
      else if (url === HEALTH && (method === 'GET' || method === 'HEAD')) sendApiResponse(response, HEALTHY)
      else if (CONTROL.test(url) || (method === 'POST' && ROOT.test(url))) app(request, response)
      else if (hasBody(request)) takeOrRefuse(request, response)
      else void answer(request, response, NO_BODY)
    },

    expectation(request, response) {
      takeOrigin(request)
      const detail = `The server cannot do what "Expect: ${request.headers.expect}" asks for, only 100-continue.`
      refuse(request, response, { status: 417, detail })
    },

    plain(request, response) {
      takeOrigin(request)
      refuse(request, response, PLAIN)
    },

    unread: unreadAnswer,
  }
}

const PLAIN: UnreadRequest = {
  status: 400,
  detail: 'This port speaks HTTPS, and the request came in plain HTTP: write https:// instead of http://.',
}
const HOSTLESS: UnreadRequest = { status: 400, detail: 'The request has no Host header.' }

/** A probe asks for it before anything else, and often: it needs no control. */
const HEALTH = '/_tvilling/health'
const HEALTHY: ApiResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{\n  "status": "ok"\n}\n',
}
