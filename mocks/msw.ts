/** The MSW door: request handlers for the providers' real URLs, over a harness. Works with MSW 2.10 and 3. */
import { type HttpHandler, http } from 'msw'
import { fromWebRequest, toWebResponse } from '../src/exchange.ts'
import type { Harness } from '../src/harness.ts'

export interface HandlerOptions {
  /**
   * Further origins under which a harness answers, such as `https://birth-report.my-company.example`: where a
   * provider hands its origin out, or an application calls a gateway of its own. Paths stay the provider's.
   */
  origins?: readonly string[]
}

/**
 * Request handlers for every host of the harness's simulators.
 *
 * Requests to other hosts are none of theirs: MSW's `onUnhandledRequest` decides about them, among them the
 * webhooks that the harness itself sends to a receiver.
 *
 * @example
 * const server = setupServer(...handlers(harness))
 */
export function handlers(harness: Harness, { origins = [] }: HandlerOptions = {}): HttpHandler[] {
  const known = harness.hosts.map((host) => `https://${host}`)
  return [...known, ...origins].map((origin) =>
    http.all(`${origin.replace(/\/+$/, '')}/*`, async ({ request }) =>
      toWebResponse(await harness.handle(await fromWebRequest(request, harness.bodyLimit))),
    ),
  )
}
