/** The door for your own Express application: `app.use(tvilling(harness))`. */
import type { ServerResponse } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Harness } from '../../src/harness/harness.ts'
import { environmentPrefix } from '../tenants/address.ts'
import { type Answer, pathOf, sendAnswer, toApiRequest } from './adapter.ts'
import type { TakenBody } from './body.ts'
import { CONTROL_BODY_LIMIT, CONTROL_PREFIX, createControlRoutes } from './control.ts'
import { originOf } from './origin.ts'
import { type ParsedRequest, takeParsedBody } from './parsed-body.ts'

export interface TvillingOptions {
  /** Whether `/_tvilling` is served as well, for everybody or with a token. Off by default. */
  control?: boolean | { token: string }
  /** What happens to a request whose path no simulator has. By default it goes to `next`. */
  unmatched?: 'next' | 'answer'
  /**
   * Whether a proxy stands before the application, so that links in answers lead to what its `X-Forwarded-Proto`, `-Host`
   * and `-Prefix` say. By default what the application's own `trust proxy` says.
   */
  trustProxy?: boolean
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
 */
export function tvilling(harness: Harness, options: TvillingOptions = {}): TvillingHandler {
  const { control = false, unmatched = 'next', trustProxy } = options
  const token = typeof control === 'object' ? control.token : undefined
  const routes = control ? createControlRoutes(token, onlyTenant) : undefined

  return (request, response, next) => {
    const { path, prefix, environment } = addressedIn(pathOf(request.url ?? '/'), harness)
    const forControl = routes && (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`))
    const claimed = () => harness.claims({ method: request.method ?? 'GET', path })
    if (!forControl && unmatched === 'next' && !claimed()) {
      next()
      return
    }

    async function answer(taken: TakenBody): Promise<void> {
      try {
        const trusted = trustProxy ?? trustsProxy(request)
        const origin = originOf(request, `${request.baseUrl ?? ''}${prefix}`, trusted)
        const apiRequest = toApiRequest(request, { path, origin, environment }, taken, response)
        const answered: Answer = forControl
          ? await routes(apiRequest, async () => harness)
          : await harness.handle(apiRequest)
        // Something else, such as a timeout of the application, may have answered meanwhile.
        if (!response.headersSent) sendAnswer(response, answered)
      } catch (error) {
        if (!response.headersSent) next(error)
      }
    }

    try {
      const limit = forControl ? CONTROL_BODY_LIMIT : harness.bodyLimit
      takeParsedBody(request, limit, (taken) => void answer(taken))
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

/** The only tenant: a mounted harness has no others. */
const onlyTenant = {
  names: async () => ['default'],
  limit: 1,
  async drop() {
    throw new UsageError('This harness is the only one here: reset it instead.', 409)
  },
}
