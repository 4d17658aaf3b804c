/** The Express application: every request goes to a tenant's control or to its simulators. */
import express, { type Express, type Request, type Response } from 'express'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'
import { addressOf, type Tenants } from '../tenants/tenants.ts'
import { bodyReader, sendApiResponse, toApiRequest } from './adapter.ts'
import { CONTROL_BODY_LIMIT, CONTROL_PREFIX, createControlRoutes } from './control.ts'
import type { ServerLog } from './log.ts'

const PACT_MESSAGES = `${CONTROL_PREFIX}/pact/messages`
const SNAPSHOT = /^(?:\/t\/[^/]+)?\/_tvilling\/snapshot$/

export interface AppOptions {
  tenants: Tenants
  bodyLimit: number
  controlToken: string | undefined
  log: ServerLog
}

export function createApp({ tenants, bodyLimit, controlToken, log }: AppOptions): Express {
  const control = createControlRoutes(controlToken, tenants)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  const [read, readSnapshot] = [bodyReader(bodyLimit), bodyReader(CONTROL_BODY_LIMIT)]
  app.use((request, response, next) =>
    (SNAPSHOT.test(request.path) ? readSnapshot : read)(request, response, next),
  )

  async function answer(request: Request, response: Response): Promise<ApiResponse> {
    const [whole = '/'] = request.originalUrl.split('?')
    const { tenant, path: asked } = addressOf(whole, request.headers, request.body)
    // A Pact verifier asks for messages at the provider's root, and not every one lets its user say where.
    const path = request.method === 'POST' && asked === '/' ? PACT_MESSAGES : asked
    const apiRequest: ApiRequest = toApiRequest(request, response, path)
    if (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`)) {
      return control(apiRequest, () => tenants.get(tenant))
    }
    const harness = await tenants.get(tenant)
    const answered = await harness.handle(apiRequest)
    log.exchange(tenant, apiRequest, answered)
    return answered
  }

  app.use(async (request: Request, response: Response) => {
    try {
      sendApiResponse(response, await answer(request, response))
    } catch (error) {
      if (!(error instanceof UsageError)) log.defect(error)
      sendApiResponse(response, ours(error))
    }
  })
  return app
}

/** What goes wrong before a tenant is reached is said in our own words. */
function ours(error: unknown): ApiResponse {
  const known = error instanceof UsageError
  const text = known ? error.message : 'Tvilling failed; its log says why.'
  return {
    status: known ? error.status : 500,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify({ error: text })}\n`,
  }
}
