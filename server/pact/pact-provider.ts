/** The provider for one verification: a new twin that notes what happens in each interaction. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import type { ApiResult } from '../../src/http/messages.ts'
import { silentLog } from '../http/log.ts'
import { startServer } from '../http/server.ts'
import { DEFAULT_TENANT } from '../tenants/address.ts'
import { pactMessage } from './messages.ts'
import { type StateChange, setPactState } from './states.ts'

/** The set-up of a provider state, or of an interaction without one, and what happened afterwards. */
export interface Setup {
  /** Why the state could not be set up, or a message could not be given. */
  mistakes: string[]
  /** The request that was answered. */
  answered?: { request: string; operation: string | undefined; reason: string | undefined }
}

export interface PactProvider {
  url: string
  statesUrl: string
  messagesUrl: string
  /** In the order of the verification: one for each state of an interaction, or one if it has no state. */
  setups: readonly Setup[]
  close(): Promise<void>
}

export interface PactProviderOptions {
  harness: Pick<HarnessOptions, 'simulators' | 'now' | 'seed' | 'settings'>
  /** The OAuth client of every bearer token; if undefined, tokens are checked as usual. */
  client: string | undefined
  /** Hears how many interactions or states of them have begun. */
  onSetup?: (count: number) => void
}

export async function openPactProvider({
  harness,
  client,
  onSetup,
}: PactProviderOptions): Promise<PactProvider> {
  const setups: Setup[] = []
  const server = await startServer({
    port: 0,
    harness: {
      clock: { mode: 'manual' },
      // Messages are compared and not sent, so every receiver accepts.
      webhooks: { send: async () => new Response(null, { status: 200 }) },
      ...harness,
    },
    log: {
      ...silentLog,
      exchange(_, request, response) {
        const setup = setups.at(-1)
        if (!setup) return
        setup.answered = {
          request: `${request.method} ${request.path}`,
          operation: response.headers['x-tvilling-operation'],
          reason: response.headers['x-tvilling-reason'],
        }
      },
    },
  })
  const control = await server.tenants.get(DEFAULT_TENANT)
  if (client !== undefined) {
    await control.tokens.accept({ client }).catch(async (error) => {
      await server.close()
      throw error
    })
  }

  async function change(request: StateChange): Promise<ApiResult> {
    if (request.action !== 'teardown') {
      setups.push({ mistakes: [] })
      onSetup?.(setups.length)
    }
    const values = await setPactState(control, request, client === undefined ? {} : { accept: client })
    return { status: 200, body: values }
  }

  const front = createServer(async (request, response) => {
    let result: ApiResult
    try {
      const body = await readJson(request)
      result =
        request.url === '/states' ? await change(body) : await pactMessage(control, body, harness.simulators)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      setups.at(-1)?.mistakes.push(error.message)
      result = { status: error.status, body: { error: error.message } }
    }
    response.writeHead(result.status, { 'content-type': 'application/json', ...result.headers })
    response.end(JSON.stringify(result.body ?? {}))
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(front.address() as AddressInfo).port}`

  return {
    url: server.url,
    statesUrl: `${base}/states`,
    messagesUrl: `${base}/messages`,
    setups,
    async close() {
      front.closeAllConnections()
      front.close()
      await server.close()
    },
  }
}

async function readJson(request: IncomingMessage) {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString() || '{}')
}
