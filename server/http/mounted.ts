/** The door for an Express application of your own: `app.use(tvilling(harness))`. */
import type { ServerResponse } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Harness } from '../../src/harness/harness.ts'
import type { ApiResponse } from '../../src/http/messages.ts'
import { pathOf, sendApiResponse, toApiRequest } from './adapter.ts'
import type { TakenBody } from './body.ts'
import { CONTROL_BODY_LIMIT, CONTROL_PREFIX, createControlRoutes } from './control.ts'
import { type ParsedRequest, takeParsedBody } from './parsed-body.ts'

export interface TvillingOptions {
  /** Whether `/_tvilling` is served as well, perhaps for a token; not by default: it is your application. */
  control?: boolean | { token: string }
  /** What becomes of a request whose path no simulator has: it goes to `next` by default. */
  unmatched?: 'next' | 'answer'
}

/** Fits `app.use` of Express 4 and 5. */
export type TvillingHandler = (
  request: ParsedRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * A request handler for an existing Express application, at its root or at a path. Errors go to `next`. Put it
 * before body parsers: what they have read is written anew, which means the same but may not be the same bytes.
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
        const answered: ApiResponse = forControl
          ? await routes(apiRequest, async () => harness)
          : await harness.handle(apiRequest)
        // Something else, such as a timeout of the application, may have answered meanwhile.
        if (!response.headersSent) sendApiResponse(response, answered)
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

/** A harness that is mounted stands alone. */
const onlyTenant = {
  names: () => ['default'],
  limit: 1,
  async drop() {
    throw new UsageError('This harness is the only one here: reset it instead.', 409)
  },
}
