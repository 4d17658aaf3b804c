/** The Express application of the server: the control routes of its tenants. */
import express, { type Express, type Request, type Response } from 'express'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { addressOf } from '../tenants/address.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { type Answer, failureResponse, pathOf, sendAnswer, sendApiResponse, toApiRequest } from './adapter.ts'
import { hasBody, type TakenBody, takeBody } from './body.ts'
import { CONTROL_BODY_LIMIT, CONTROL_PREFIX, createControlRoutes } from './control.ts'
import type { ServerLog } from './log.ts'
import { originOf } from './origin.ts'

const PACT_MESSAGES = `${CONTROL_PREFIX}/pact/messages`
const SNAPSHOT = /^(?:\/[te]\/[^/]+){0,2}\/_tvilling\/snapshot$/

export interface AppOptions {
  tenants: Tenants
  simulators: readonly Simulator[]
  bodyLimit: number
  controlToken: string | undefined
  /** Whether a proxy stands before the server. */
  trustProxy: boolean
  log: ServerLog
  metrics: () => Promise<string>
}

export function createApp(options: AppOptions): Express {
  const { tenants, simulators, bodyLimit, controlToken, trustProxy, log, metrics } = options
  const control = createControlRoutes(controlToken, tenants, simulators, metrics)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')

  async function answer(request: Request, taken: TakenBody): Promise<Answer> {
    const { tenant, path, ...before } = addressOf(pathOf(request.originalUrl), request.headers, taken.body)
    const { environment, prefix } = before
    const origin = originOf(request, prefix, trustProxy)
    const target = { path: path === '/' ? PACT_MESSAGES : path, origin, environment }
    const apiRequest = toApiRequest(request, target, taken)
    return control(apiRequest, () => tenants.get(tenant))
  }

  async function respond(request: Request, response: Response, taken: TakenBody): Promise<void> {
    try {
      sendAnswer(response, await answer(request, taken))
    } catch (error) {
      if (!(error instanceof UsageError)) log.defect(error)
      sendApiResponse(response, failureResponse(error))
    }
  }

  app.use((request, response) => {
    const limit = SNAPSHOT.test(request.path) ? CONTROL_BODY_LIMIT : bodyLimit
    if (hasBody(request)) takeBody(request, limit, (taken) => void respond(request, response, taken))
    else void respond(request, response, {})
  })
  return app
}
