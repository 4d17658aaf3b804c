/** A receiver of webhooks that controls the twin while the twin waits for its answer. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from 'tvilling'
import type { Door } from '../../doors.ts'

/** Runs a test with a receiver that reads the clock and advances it before it answers. */
export async function withCaller(
  { control }: Door,
  run: (url: string, outcomes: unknown[]) => Promise<void>,
): Promise<void> {
  const outcomes: unknown[] = []
  async function callBack(): Promise<void> {
    await control.clock.read()
    outcomes.push(await control.clock.advance('PT1H').catch((error) => error))
  }
  const server = createServer((request, response) => {
    request.resume()
    void callBack().then(() => response.end())
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, outcomes)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

export const REFUSED = new UsageError(
  'Receivers of webhooks are waited for, and you may be one of them: answer the webhook first, then call again.',
  409,
)
