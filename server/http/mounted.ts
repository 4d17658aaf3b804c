/** The door for your own Express application: `app.use(tvilling(harness))`. */
import type { ServerResponse } from 'node:http'
import { checkOptions } from '../../src/control/check-options.ts'
import {
  either,
  flag,
  group,
  isText,
  listOf,
  type OptionKinds,
  oneOf,
  text,
  wholeNumber,
} from '../../src/control/option-kinds.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Harness } from '../../src/harness/harness.ts'
import { checkHarness } from '../../src/harness/harness-options.ts'
import { DEFAULT_TENANT, environmentPrefix } from '../tenants/address.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { type Answer, pathOf, sendAnswer, toApiRequest } from './adapter.ts'
import { forget, hasBody, isSmall, NO_BODY, type TakenBody, UNAUTHORIZED } from './body.ts'
import { CONTROL_PREFIX, createControlRoutes } from './control.ts'
import { refusedControl } from './control-answer.ts'
import { createControlTokens } from './control-tokens.ts'
import { checkAllowedHost, refusedAtDoor } from './doors.ts'
import { createHeldBodies, HELD_BODIES } from './held-bodies.ts'
import { takeDocument } from './json-document.ts'
import { originOf } from './origin.ts'
import { type ParsedRequest, takeParsedBody, wasRead } from './parsed-body.ts'

export interface TvillingOptions {
  /**
   * Whether `/_tvilling` is served as well: with a token, or to everybody who calls the application as loopback or as one of
   * `allowedHosts`. Pages of other sites are refused. Off by default.
   */
  control?: boolean | { token?: string; allowedHosts?: readonly string[] }
  /** What happens to a request whose path no simulator has. By default it goes to `next`. */
  unmatched?: 'next' | 'answer'
  /**
   * Whether a proxy stands before the application, so that links in answers lead to what its `X-Forwarded-Proto`, `-Host`
   * and `-Prefix` say. By default what the application's own `trust proxy` says.
   */
  trustProxy?: boolean
  /** How many bytes of bodies are held at once, of all requests together. Default 256 MiB. */
  heldBodies?: number
}

const OPTIONS: OptionKinds<TvillingOptions> = {
  control: either(
    flag,
    group<{ token: unknown; allowedHosts: unknown }>('{ token, allowedHosts }', {
      token: text('a token'),
      allowedHosts: listOf('a list of hosts', isText),
    }),
  ),
  unmatched: oneOf('next', 'answer'),
  trustProxy: flag,
  heldBodies: wholeNumber(0),
}

/** What Express adds to a request. */
interface ExpressRequest {
  /** Where the handler is mounted. */
  baseUrl?: string
  app?: { get(setting: string): unknown }
}

/** A handler for `app.use` of Express 4 and 5. */
export type TvillingHandler = (
  request: ParsedRequest & ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * A request handler for an existing Express application, at its root or at a path. Errors go to `next`. Put it before body
 * parsers: a parsed body is serialized again, and may then have other bytes with the same meaning.
 * @throws UsageError if there is no harness, or an option is wrong.
 */
export function tvilling(harness: Harness, options: TvillingOptions = {}): TvillingHandler {
  checkHarness('tvilling', harness)
  checkOptions('tvilling', OPTIONS, options)
  const { control = false, unmatched = 'next', trustProxy } = options
  const heldBodies = createHeldBodies(options.heldBodies ?? HELD_BODIES)
  const { token, allowedHosts = token === undefined ? [] : undefined } =
    typeof control === 'object' ? control : {}
  for (const host of allowedHosts ?? []) checkAllowedHost(host)
  const tokens = createControlTokens({ token })
  const routes = control
    ? createControlRoutes({ tokens, tenants: tenantsOf(harness), bodyLimit: harness.bodyLimit })
    : undefined

  return (request, response, next) => {
    const { path, prefix, environment } = addressedIn(pathOf(request.url ?? '/'), harness)
    const forControl = routes && (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`))
    const claimed = () => harness.claims({ method: request.method ?? 'GET', path })
    if (!forControl && unmatched === 'next' && !claimed()) {
      next()
      return
    }

    const trusted = trustProxy ?? trustsProxy(request)
    const origin = originOf(request, `${request.baseUrl ?? ''}${prefix}`, trusted)
    const target = { path, origin, environment }

    /** Sends the answer when there is one, unless something else, such as a timeout of the application, has answered. */
    function reply(answer: Promise<Answer | undefined>): void {
      answer
        .then((answered) => {
          if (answered && !response.headersSent) sendAnswer(response, answered)
        })
        .catch((error) => {
          if (!response.headersSent) next(error)
        })
    }

    /** Answers when the body is read. */
    function take(limit: number, answer: (taken: TakenBody) => Promise<Answer>): void {
      const hold = heldBodies.of(request, response)
      takeParsedBody(request, limit, (taken) => reply(answer(taken)), hold)
    }

    /** Reads no more of a large or compressed body than its operation, and who sends it, make necessary. */
    async function takeAdmitted(answer: (taken: TakenBody) => Promise<Answer>): Promise<void> {
      request.on('error', () => {})
      const limit = await harness.admits(toApiRequest(request, target, NO_BODY))
      if (limit === undefined) forget(request, () => reply(answer(UNAUTHORIZED)))
      else take(limit, answer)
    }

    function simulate(): void {
      const answer = (taken: TakenBody) => harness.handle(toApiRequest(request, target, taken, response))
      if (!hasBody(request) || wasRead(request) || isSmall(request)) take(harness.bodyLimit, answer)
      else takeAdmitted(answer).catch(next)
    }

    /** Control refuses at the door, and by the token, before anything of the body is read. */
    function admit(control: NonNullable<typeof routes>): void {
      const door = { allowedHosts, trustProxy: trusted }
      const atDoor = refusedAtDoor(request.headers, door)
      const asked = { request: toApiRequest(request, target, {}), tenant: DEFAULT_TENANT }
      const admitted = atDoor === undefined ? control(asked) : { refused: refusedControl(403, atDoor) }
      if ('refused' in admitted) {
        forget(request, () => sendAnswer(response, admitted.refused))
      } else if (admitted.streamed && hasBody(request) && !wasRead(request)) {
        reply(takeDocument(request).then((document) => document && admitted.answer({}, document)))
      } else take(admitted.bodyLimit, admitted.answer)
    }

    try {
      if (forControl) admit(routes)
      else simulate()
    } catch (error) {
      next(error)
    }
  }
}

/** A prefix `/e/<environment>` counts if the harness has the environment; any other path is the application's. */
function addressedIn(path: string, harness: Harness) {
  const found = environmentPrefix(path)
  if (!found || !harness.environments.includes(found.environment)) {
    return { path, prefix: '', environment: undefined }
  }
  return { ...found, path: path.slice(found.prefix.length) || '/' }
}

/** Whether an Express application trusts the proxy that a request comes from. */
function trustsProxy({ app, socket }: ParsedRequest & ExpressRequest): boolean {
  const trusts = app?.get('trust proxy fn')
  return typeof trusts === 'function' && trusts(socket.remoteAddress, 0) === true
}

/** A mounted harness is the only tenant. */
function tenantsOf(harness: Harness): Pick<Tenants, 'attempt' | 'names' | 'limit' | 'drop'> {
  return {
    attempt: (_, work) => work(harness),
    names: async () => [DEFAULT_TENANT],
    limit: 1,
    async drop() {
      throw new UsageError('This harness is the only one here: reset it instead.', 409)
    },
  }
}
