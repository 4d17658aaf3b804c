/** Starts a proxy: it listens, forwards, judges and records. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import { systemWall, type Wall } from '../../src/harness/clock.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { createRouter } from '../../src/http/router.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { type Breach, createExchangeJudge, pathBehind } from './breaches.ts'
import { createForwarder } from './forward.ts'
import type { WireMessage } from './personal/message.ts'
import { createRecorder, type Recorder } from './recording.ts'

/** Where requests go: the first whose path they begin with. */
export interface Target {
  /** `/` for all others. */
  path: string
  url: URL
}

/** What was found out about an exchange; it names no value of it. */
export interface ProxiedExchange {
  number: number
  /** `<api>.<operation>`; undefined when no contract has the path. */
  operation: string | undefined
  method: string
  status: number
  breaches: Breach[]
}

export interface ProxyOptions {
  /** Whose contracts count. */
  simulators: readonly Simulator[]
  targets: readonly Target[]
  /** 0 picks a free one. */
  port?: number
  record?: boolean
  /** Larger bodies go through and are not looked at; 10 MiB by default. */
  bodyLimit?: number
  onExchange?: (passed: ProxiedExchange) => void
  onFailure?: (message: string) => void
  /** Draws the stand-ins of the recording; by default nobody can foresee it. */
  seed?: string
  wall?: Wall
}

export interface RunningProxy {
  url: string
  exchanges: readonly ProxiedExchange[]
  recorder: Recorder | undefined
  /** Takes no new requests and ends those under way. */
  close(): Promise<void>
}

export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  const { simulators, targets, bodyLimit = 10 * 1024 * 1024, wall = systemWall } = options
  const judge = createExchangeJudge(
    createRouter(simulators),
    bodyLimit,
    targets.map(({ url }) => url),
  )
  const forwarder = createForwarder({ bodyLimit })
  const seed = options.seed ?? randomSecret()
  const recorder = options.record ? createRecorder(simulators, seed, wall.now()) : undefined
  const passed: ProxiedExchange[] = []
  const underWay = new Set<Promise<void>>()
  let last = 0

  /** A recording has the paths of the contract, wherever the service has them. */
  function withoutPrefix({ request, response }: WireMessage): WireMessage {
    const url = new URL(request.url)
    url.pathname = pathBehind(
      url,
      targets.map((target) => target.url),
    )
    return { request: { ...request, url }, response }
  }

  async function note(message: WireMessage, number: number, at: number): Promise<void> {
    const { matched, breaches } = await judge(message)
    recorder?.add(withoutPrefix(message), matched, at, wall.now() - at)
    const operation = matched && `${matched.simulator.name}.${matched.operation.id}`
    const { method } = message.request
    const one: ProxiedExchange = { number, operation, method, status: message.response.status, breaches }
    passed.push(one)
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
          ? new UsageError(`Port ${options.port} is taken. Choose another with --port, or --port 0.`)
          : error,
      ),
    )
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges: passed,
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

/** What goes wrong before the service answers is said in our own words. */
function refuse(response: ServerResponse, error: string): void {
  if (response.headersSent || response.destroyed) return
  const body = `${JSON.stringify({ error })}\n`
  response.writeHead(502, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
