/** Starts a proxy, which forwards, checks and records exchanges. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import { systemWall, type Wall } from '../../src/harness/clock.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { createRouter } from '../../src/http/router.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { type Breach, createExchangeCheck, pathBehind } from './breaches.ts'
import { createForwarder } from './forward.ts'
import type { WireMessage } from './personal/message.ts'
import { createRecorder, type Recorder } from './recording.ts'

/** Where requests go. The first target whose path the request begins with is taken. */
export interface Target {
  /** `/` for all other paths. */
  path: string
  url: URL
}

/** A forwarded exchange and its breaches, without any values. */
export interface ProxiedExchange {
  number: number
  /** `<api>.<operation>`; undefined if no contract has the path. */
  operation: string | undefined
  method: string
  status: number
  breaches: Breach[]
}

export interface ProxyOptions {
  /** The simulators with whose contracts exchanges are checked. */
  simulators: readonly Simulator[]
  targets: readonly Target[]
  /** 0 picks a free one. */
  port?: number
  record?: boolean
  /** Bytes; larger bodies are forwarded without being checked. 10 MiB by default. */
  bodyLimit?: number
  onExchange?: (exchange: ProxiedExchange) => void
  onFailure?: (message: string) => void
  /** Draws the stand-ins of the recording; unpredictable by default. */
  seed?: string
  wall?: Wall
}

export interface RunningProxy {
  url: string
  exchanges: readonly ProxiedExchange[]
  recorder: Recorder | undefined
  /** Accepts no new requests and waits for the running ones. */
  close(): Promise<void>
}

export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { simulators, targets, bodyLimit = 10 * 1024 * 1024, wall = systemWall } = options
  const checkExchange = createExchangeCheck(
    createRouter(simulators),
    simulators,
    bodyLimit,
    targets.map(({ url }) => url),
  )
  const forwarder = createForwarder({ bodyLimit })
  const seed = options.seed ?? randomSecret()
  const recorder = options.record ? createRecorder(simulators, seed, wall.now()) : undefined
  const exchanges: ProxiedExchange[] = []
  const underWay = new Set<Promise<void>>()
  let last = 0

  /** The message with the path in the API: a recording does not depend on the path of the target. */
  function withoutPrefix({ request, response }: WireMessage): WireMessage {
    const url = new URL(request.url)
    url.pathname = pathBehind(
      url,
      targets.map((target) => target.url),
    )
    return { request: { ...request, url }, response }
  }

  async function note(message: WireMessage, number: number, at: number): Promise<void> {
    const { matched, breaches } = await checkExchange(message)
    recorder?.add(withoutPrefix(message), matched, at, wall.now() - at)
    const operation = matched && `${matched.simulator.name}.${matched.operation.id}`
    const { method } = message.request
    const one: ProxiedExchange = { number, operation, method, status: message.response.status, breaches }
    exchanges.push(one)
    options.onExchange?.(one)
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = wall.now()
    last += 1
    const number = last
    const target = targets.find(({ path }) => (request.url ?? '/').startsWith(path))
    if (!target) return refuse(response, 'No target is given for this path.')
    try {
      await note(await forwarder.forward(request, response, target.url), number, at)
    } catch (error) {
      const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message
      options.onFailure?.(`#${number} ${request.method} did not come through: ${why}`)
      refuse(response, `${target.url.origin} did not answer: ${why}`)
    }
  }

  const server = createServer((request, response) => {
    const work = handle(request, response).finally(() => underWay.delete(work))
    underWay.add(work)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new UsageError(`Port ${options.port} is taken. Choose another with --port, or --port 0.`, 409)
          : error,
      ),
    )
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    recorder,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await Promise.all(underWay)
      server.closeAllConnections()
      await closed
      forwarder.close()
    },
  }
}

/** Answers 502 if the service does not answer. */
function refuse(response: ServerResponse, error: string): void {
  if (response.headersSent || response.destroyed) return
  const body = `${JSON.stringify({ error })}\n`
  response.writeHead(502, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
