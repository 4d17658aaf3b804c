/** Sends each request directly from `node:http` to the simulators, or to the Express application. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import { stopwatch } from '../../src/harness/clock.ts'
import type { ApiResponse } from '../../src/http/messages.ts'
import type { Counts } from '../telemetry/counts.ts'
import type { Traces } from '../telemetry/spans.ts'
import { addressOf, checkEnvironment } from '../tenants/address.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { failureResponse, pathOf, sendApiResponse, toApiRequest } from './adapter.ts'
import { hasBody, type TakenBody, takeBody } from './body.ts'
import type { ServerLog } from './log.ts'
import { originOf } from './origin.ts'

export interface ListenerOptions {
  tenants: Tenants
  bodyLimit: number
  /** Whether a proxy stands before the server, whose headers tell what the client called. */
  trustProxy: boolean
  log: ServerLog
  counts: Pick<Counts, 'exchange'>
  /** Makes a span of each exchange; undefined if nobody wants them. */
  traces: Pick<Traces, 'begin'> | undefined
  /** Answers requests that are not for a simulator: control and pages. */
  app: RequestListener
  /** Whether the server is closing. Connections are not kept alive then. */
  closing: () => boolean
}

const CONTROL = /^(?:\/[te]\/[^/?]*){0,2}\/_tvilling(?:[/?]|$)/
/** A Pact verifier requests messages at the provider's root, and not every verifier has an option for it. */
const ROOT = /^(?:\/[te]\/[^/?]*){0,2}\/?(?:\?|$)/

export function createListener(options: ListenerOptions): RequestListener {
  const { tenants, bodyLimit, trustProxy, log, counts, traces, app, closing } = options
  async function answer(request: IncomingMessage, response: ServerResponse, taken: TakenBody): Promise<void> {
    const began = stopwatch()
    const span = traces?.begin(request)
    try {
      const addressed = addressOf(pathOf(request.url ?? '/'), request.headers, taken.body)
      const { tenant, path, environment, prefix } = addressed
      const harness = tenants.opened(tenant) ?? (await tenants.get(tenant))
      checkEnvironment(environment, () => harness.environments)
      const origin = originOf(request, prefix, trustProxy)
      const apiRequest = toApiRequest(request, { path, origin, environment }, taken)
      if (span) apiRequest.trace = span.traceparent
      const answered = await harness.handle(apiRequest)
      const took = stopwatch() - began
      counts.exchange(answered, took)
      log.exchange(tenant, apiRequest, answered, took)
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

  return (request, response) => {
    const { method, url = '/' } = request
    if (url === HEALTH && (method === 'GET' || method === 'HEAD')) sendApiResponse(response, HEALTHY)
    else if (CONTROL.test(url) || (method === 'POST' && ROOT.test(url))) app(request, response)
    else if (hasBody(request)) takeBody(request, bodyLimit, (taken) => void answer(request, response, taken))
    else void answer(request, response, NO_BODY)
  }
}

const NO_BODY: TakenBody = {}

/** A probe asks for it before anything else, and often: it needs no control. */
const HEALTH = '/_tvilling/health'
const HEALTHY: ApiResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{\n  "status": "ok"\n}\n',
}
