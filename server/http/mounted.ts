/** The door for your own Express application: `app.use(tvilling(harness))`. */
import type { ServerResponse } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Harness } from '../../src/harness/harness.ts'
import { type Answer, pathOf, sendAnswer, toApiRequest } from './adapter.ts'
import type { TakenBody } from './body.ts'
import { CONTROL_BODY_LIMIT, CONTROL_PREFIX, createControlRoutes } from './control.ts'
import { type ParsedRequest, takeParsedBody } from './parsed-body.ts'

export interface TvillingOptions {
  /** Whether `/_tvilling` is served as well, for everybody or with a token. Off by default. */
  control?: boolean | { token: string }
  /** What happens to a request whose path no simulator has. By default it goes to `next`. */
  unmatched?: 'next' | 'answer'
}

/** A handler for `app.use` of Express 4 and 5. */
export type TvillingHandler = (
  request: ParsedRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * A request handler for an existing Express application, at its root or at a path. Errors go to `next`. Put it before body
 * parsers: a parsed body is serialized again, and may then have other bytes with the same meaning.
 */
export function tvilling(harness: Harness, options: TvillingOptions = {}): TvillingHandler {
  const { control = false, unmatched = 'next' } = options
  const token = typeof control === 'object' ? control.token : undefined
  const routes = control ? createControlRoutes(token, onlyTenant) : undefined

  return (request, response, next) => {
    const path = pathOf(request.url ?? '/')
    const host = request.headers.host
    const forControl = routes && (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`))
    const claimed = () =>
      harness.claims({ method: request.method ?? 'GET', path, ...(host !== undefined && { host }) })
    if (!forControl && unmatched === 'next' && !claimed()) {
      next()
      return
    }

    async function answer(taken: TakenBody): Promise<void> {
      try {
        const apiRequest = toApiRequest(request, path, taken)
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

/** The only tenant: a mounted harness has no others. */
const onlyTenant = {
  names: () => ['default'],
  limit: 1,
  async drop() {
    throw new UsageError('This harness is the only one here: reset it instead.', 409)
  },
}
