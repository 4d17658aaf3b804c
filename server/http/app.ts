/** The Express application of the server: the control routes of its tenants, and the documentation. */
import type { IncomingMessage } from 'node:http'
import express, { type Express, type Request, type Response } from 'express'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { addressOf } from '../tenants/address.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { type Answer, failureResponse, pathOf, sendAnswer, toApiRequest } from './adapter.ts'
import { forget, hasBody, type TakenBody, takeBody } from './body.ts'
import { CONTROL_PREFIX, createControlRoutes } from './control.ts'
import { refusedControl } from './control-answer.ts'
import type { ControlTokens } from './control-tokens.ts'
import { createDocs } from './docs.ts'
import { type DoorOptions, refusedAtDoor } from './doors.ts'
import type { HeldBodies } from './held-bodies.ts'
import { type TakenDocument, takeDocument } from './json-document.ts'
import type { ServerLog } from './log.ts'
import { originOf } from './origin.ts'

const PACT_MESSAGES = `${CONTROL_PREFIX}/pact/messages`

export interface AppOptions {
  tenants: Tenants
  simulators: readonly Simulator[]
  bodyLimit: number
  heldBodies: HeldBodies
  tokens: ControlTokens
  door: DoorOptions
  log: ServerLog
  metrics: () => Promise<string>
  /** The folder of the documentation site; by default the one that was built. */
  docs?: string
  /** Milliseconds that a client may be silent in the middle of a body of any size. */
  requestTimeout: number
  /** Requests that may take any time as a whole. */
  unhurried: Pick<WeakSet<IncomingMessage>, 'add'>
}

export function createApp(options: AppOptions): Express {
  const { tenants, simulators, bodyLimit, heldBodies, tokens, door, log, requestTimeout, unhurried } = options
  const control = createControlRoutes({ tokens, tenants, bodyLimit, simulators, metrics: options.metrics })
  const docs = createDocs(options.docs)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')

  /** Where a control request goes. A token never names the tenant, and neither does a body. */
  function targetOf(request: Request) {
    const { 'x-tvilling-tenant': named } = request.headers
    const headers = named === undefined ? {} : { 'x-tvilling-tenant': named }
    const { tenant, path, environment, prefix } = addressOf(pathOf(request.originalUrl), headers, undefined)
    const origin = originOf(request, prefix, door.trustProxy)
    return { tenant, target: { path: path === '/' ? PACT_MESSAGES : path, origin, environment } }
  }

  /** Refuses at the door, and by the token, before anything of the body is read. */
  function respond(request: Request, response: Response): void {
    const refused = refusedAtDoor(request.headers, door)
    if (refused !== undefined) {
      send(request, response, refusedControl(403, refused))
      return
    }
    const page = docs({
      method: request.method,
      path: pathOf(request.originalUrl),
      outside: new URL(originOf(request, '', door.trustProxy)).pathname.replace(/\/$/, ''),
    })
    if (page) {
      page.then(
        (answer) => send(request, response, answer),
        (error) => fail(response, error),
      )
      return
    }
    const { tenant, target } = targetOf(request)
    const admitted = control({ request: toApiRequest(request, target, {}), tenant })
    if ('refused' in admitted) {
      send(request, response, admitted.refused)
      return
    }
    const answer = (taken: TakenBody, document?: TakenDocument) =>
      admitted.answer(taken, document).then(
        (answered) => {
          // Whoever was too slow with the body might hold the connection as long.
          if (answered.status === 408) response.shouldKeepAlive = false
          sendAnswer(response, answered)
        },
        (error) => fail(response, error),
      )
    if (hasBody(request) && admitted.streamed) {
      unhurried.add(request)
      takeDocument(request, requestTimeout).then(
        (document) => document && answer({}, document),
        (error) => fail(response, error),
      )
    } else if (hasBody(request))
      takeBody(request, admitted.bodyLimit, answer, heldBodies.of(request, response))
    else void answer({})
  }

  function send(request: Request, response: Response, answer: Answer): void {
    forget(request, () => sendAnswer(response, answer))
  }

  function fail(response: Response, error: unknown): void {
    if (!(error instanceof UsageError)) log.defect(error)
    sendAnswer(response, failureResponse(error))
  }

  app.use((request, response) => {
    try {
      respond(request, response)
    } catch (error) {
      forget(request, () => fail(response, error))
    }
  })
  return app
}
