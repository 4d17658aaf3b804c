/** The MSW door: request handlers for the providers' real URLs, over a harness. Works with MSW 2.10 and 3. */

import { http, RequestHandler } from 'msw'
import {
  type ApiResponse,
  checkHarness,
  checkOptions,
  fromWebRequest,
  type Harness,
  toWebResponse,
  UsageError,
} from 'tvilling'

export interface HandlerOptions {
  /**
   * Further origins under which the harness answers, such as `https://birth-report.my-company.example`: for a gateway of
   * your own, or if the provider gives each customer an own origin. Paths stay the provider's.
   */
  origins?: readonly string[]
}

/**
 * Request handlers for every host of the harness's simulators.
 *
 * They do not match requests to other hosts: MSW's `onUnhandledRequest` decides about those. The webhooks of the harness
 * are sent even with `error`: to your handler for their URL if there is one, else to the network.
 *
 * @example
 * const server = setupServer(...handlers(harness))
 * @throws UsageError if there is no harness, or an option is wrong.
 */
export function handlers(harness: Harness, options: HandlerOptions = {}): RequestHandler[] {
  checkHarness('handlers', harness)
  checkOptions<HandlerOptions>('handlers', OPTIONS, options)
  const { origins = [] } = options
  const known = harness.hosts.map((host) => `https://${host}`)
  const doors = [...known, ...origins.map(originOf)].map((origin) =>
    http.all(`${origin}/*`, async ({ request }) => {
      let answer: ApiResponse | undefined
      try {
        answer = await harness.handle(await fromWebRequest(request, harness.bodyLimit))
        return toWebResponse(answer, request)
      } catch (error) {
        // MSW has told the client already, and would report this as a mistake of the handler.
        if (request.signal.aborted) return Response.error()
        if (answer?.transportFault?.kind === 'reset') return brokenConnection(error)
        throw error
      }
    }),
  )
  return [...doors, new OwnWebhooks(harness)]
}

const OPTIONS = {
  origins: {
    takes: 'a list of origins, such as "https://gateway.example"',
    fits: (value: unknown) => Array.isArray(value) && value.every((origin) => typeof origin === 'string'),
  },
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin
  throw new UsageError(`"${text}" is no origin. Write it as https://gateway.example, without a path.`)
}

/**
 * A response that breaks the connection when MSW begins to take it. MSW prints an error that a handler throws as a defect of
 * the handler, while the test declared this one, and `Response.error()` reaches the client without the code of a reset.
 */
function brokenConnection(error: unknown): Response {
  return Object.defineProperty(new Response(), 'status', {
    get: () => {
      throw error
    },
  })
}

/**
 * Matches the webhooks that the harness sends, and answers none of them, so that MSW does not report them as unhandled.
 * It is a class, because `http.post` of MSW 2.10 takes no predicate.
 */
class OwnWebhooks extends RequestHandler {
  readonly #harness: Harness

  constructor(harness: Harness) {
    super({ info: { header: 'webhooks of Tvilling' }, resolver: () => undefined })
    this.#harness = harness
  }

  override predicate({ request }: { request: Request }): boolean {
    return request.method === 'POST' && this.#harness.isSendingTo(request.url)
  }

  override log(): void {}
}
