/** Sends each request directly from `node:http` to the simulators, or to the Express application. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ApiResponse } from '../../src/http/messages.ts'
import { addressOf, checkEnvironment } from '../tenants/address.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { failureResponse, pathOf, sendApiResponse, toApiRequest } from './adapter.ts'
import { forget, hasBody, isSmall, type TakenBody, takeBody } from './body.ts'
import type { HeldBodies } from './held-bodies.ts'
import type { ServerLog } from './log.ts'
import { originOf } from './origin.ts'

export interface ListenerOptions {
  tenants: Tenants
  bodyLimit: number
  heldBodies: HeldBodies
  /** Whether a proxy stands before the server, whose headers tell what the client called. */
  trustProxy: boolean
  log: ServerLog
  /** Answers requests that are not for a simulator: control and pages. */
  app: RequestListener
  /** Whether the server is closing. Connections are not kept alive then. */
  closing: () => boolean
}

const CONTROL = /^(?:\/[te]\/[^/?]*){0,2}\/_tvilling(?:[/?]|$)/
/** A Pact verifier requests messages at the provider's root, and not every verifier has an option for it. */
const ROOT = /^(?:\/[te]\/[^/?]*){0,2}\/?(?:\?|$)/

export function createListener(options: ListenerOptions): RequestListener {
  const { tenants, bodyLimit, heldBodies, trustProxy, log, app, closing } = options
  async function answer(request: IncomingMessage, response: ServerResponse, taken: TakenBody): Promise<void> {
    try {
      const addressed = addressOf(pathOf(request.url ?? '/'), request.headers, taken.body)
      const { tenant, path, environment, prefix } = addressed
      const harness = tenants.opened(tenant) ?? (await tenants.get(tenant))
      checkEnvironment(environment, () => harness.environments)
      const origin = originOf(request, prefix, trustProxy)
      const apiRequest = toApiRequest(request, { path, origin, environment }, taken)
      const answered = await harness.handle(apiRequest)
      log.exchange(tenant, apiRequest, answered)
      if (closing()) response.shouldKeepAlive = false
      sendApiResponse(response, answered)
    } catch (error) {
      if (!(error instanceof UsageError)) log.defect(error)
      if (response.headersSent) response.destroy()
      else sendApiResponse(response, failureResponse(error))
    }
  }

  /** Reads no more of a large or compressed body than its operation, and who sends it, make necessary. */
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const limit = await admitted(request)
      if (limit === undefined) {
        forget(request)
        await answer(request, response, UNAUTHORIZED)
      } else takeWhole(request, response, limit)
    } catch (error) {
      forget(request)
      if (!(error instanceof UsageError)) log.defect(error)
      sendApiResponse(response, failureResponse(error))
    }
  }

  async function admitted(request: IncomingMessage): Promise<number | undefined> {
    const { tenant, path, environment, prefix } = addressOf(pathOf(request.url ?? '/'), request.headers)
    const harness = tenants.opened(tenant) ?? (await tenants.get(tenant))
    const origin = originOf(request, prefix, trustProxy)
    return harness.admits(toApiRequest(request, { path, origin, environment }, NO_BODY))
  }

  function takeWhole(request: IncomingMessage, response: ServerResponse, limit: number): void {
    const hold = heldBodies.of(request, response)
    takeBody(request, limit, (taken) => void answer(request, response, taken), hold)
  }

  return (request, response) => {
    const { method, url = '/' } = request
    if (url === HEALTH && (method === 'GET' || method === 'HEAD')) sendApiResponse(response, HEALTHY)
    else if (CONTROL.test(url) || (method === 'POST' && ROOT.test(url))) app(request, response)
    else if (hasBody(request)) {
      if (isSmall(request)) takeWhole(request, response, bodyLimit)
      else
        void take(
          request.on('error', () => {}),
          response,
        )
    } else void answer(request, response, NO_BODY)
  }
}

const NO_BODY: TakenBody = {}
const UNAUTHORIZED: TakenBody = { refused: 'unauthorized' }

/** A probe asks for it before anything else, and often: it needs no control. */
const HEALTH = '/_tvilling/health'
const HEALTHY: ApiResponse = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{\n  "status": "ok"\n}\n',
}
