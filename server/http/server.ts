/** Starts a server with its tenants. */
import type { Server as HttpServer, IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import { systemWall } from '../../src/harness/clock.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { createCounts } from '../telemetry/counts.ts'
import type { MetricsDeps } from '../telemetry/metrics.ts'
import type { Traces } from '../telemetry/spans.ts'
import { openTenantStores, type StoreLocation } from '../tenants/stores.ts'
import { openTenants, type Tenants } from '../tenants/tenants.ts'
import type { AppOptions } from './app.ts'
import { createControlTokens, type TenantToken } from './control-tokens.ts'
import { checkAllowedHost, isLoopback } from './doors.ts'
import { createHeldBodies, HELD_BODIES } from './held-bodies.ts'
import { answerHttpErrors } from './http-errors.ts'
import { createListener } from './listener.ts'
import { failureOf, type ServerLog, silentLog } from './log.ts'

export interface ServerOptions {
  /** The options of every tenant's harness. */
  harness: Omit<HarnessOptions, 'store' | 'tenant'>
  /** 4010 by default; 0 picks a free one. */
  port?: number
  /** 127.0.0.1 by default. Any host but loopback requires a control token and an allow-list for webhooks. */
  host?: string
  store?: StoreLocation
  /** The largest number of tenants, including the default one; 1,000 by default. */
  maxTenants?: number
  /** How many bytes of bodies the server holds at once, of all requests together; 256 MiB by default. */
  heldBodies?: number
  /** Controls all tenants. At least 16 characters, and made if it is left out, where other machines can reach the server. */
  controlToken?: string
  /** Tokens that control one tenant each. With them, control of everything else needs the control token, which is made. */
  tenantTokens?: readonly TenantToken[]
  /**
   * Names beside loopback by which the server may be controlled, such as `twins.example.org` or `*.test`. On loopback all
   * others are refused (DNS rebinding); elsewhere the token decides, unless there are names here.
   */
  allowedHosts?: readonly string[]
  /**
   * Whether a request to a provider creates the tenant that it names; by default yes on loopback, and elsewhere only who may
   * control the server creates tenants.
   */
  openTenants?: boolean
  /** Milliseconds in which the headers and the body of a request must come in; 30,000 by default. */
  requestTimeout?: number
  /**
   * Hosts to which webhooks may be sent, such as `example.org`, `example.org:8443`, `*.example.org` or `10.0.0.5`. A host that
   * turns out to be at an internal address is not connected to, unless the list has that address or `private`. Default: all
   * if the server listens on loopback, otherwise none.
   */
  webhookHosts?: readonly string[]
  /**
   * Whether a proxy stands before the server: links in answers then lead to what `X-Forwarded-Proto`, `-Host` and `-Prefix`
   * say that the client called. Off by default.
   */
  trustProxy?: boolean
  log?: ServerLog
  /** Where spans of exchanges and deliveries go. `tvilling serve` sends them over OTLP. */
  traces?: Traces
}

export interface Server {
  /** Such as `http://127.0.0.1:4010`. */
  url: string
  controlToken: string | undefined
  /** Whether the server has made the control token itself. */
  madeToken: boolean
  /** In milliseconds. */
  requestTimeout: number
  tenants: Tenants
  /**
   * Accepts no new requests, finishes the running ones, and closes the stores. An advance is cut short; connections that are
   * still busy after three seconds are broken.
   */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const DEFAULT_BODY_LIMIT = 10 * 1024 * 1024
const DEFAULT_MAX_TENANTS = 1_000
const DEFAULT_REQUEST_TIMEOUT = 30_000
/** Longer than the usual 60 s of proxies, which else send a request into a connection that is being closed. */
const KEEP_ALIVE = 65_000
/** Shortest token that nobody guesses over a network. */
const SHORTEST_TOKEN = 16
/** Milliseconds that a server waits for running requests when it closes. */
const STOP_GRACE = 3_000

/**
 * Starts a server and resolves when it is ready.
 * @throws UsageError if the port is taken or the store cannot be opened.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host = '127.0.0.1', port = 4010, trustProxy = false, traces } = options
  const { tenantTokens = [], requestTimeout = DEFAULT_REQUEST_TIMEOUT } = options
  const counts = createCounts()
  const log = countingDefects(options.log ?? silentLog, counts.defect)
  const open = !isLoopback(host)
  const { openTenants: everybody = !open, allowedHosts = open ? undefined : [] } = options
  for (const name of allowedHosts ?? []) checkAllowedHost(name)
  const madeToken = options.controlToken === undefined && (open || tenantTokens.length > 0)
  const controlToken = madeToken ? randomSecret() : options.controlToken
  const shortest = open ? SHORTEST_TOKEN : 1
  const tokens = createControlTokens({ token: controlToken, tenantTokens, shortest })
  const harness: HarnessOptions = {
    onDefect: log.defect,
    ...options.harness,
    webhooks: {
      ...options.harness.webhooks,
      ...((open || options.webhookHosts) && (await guardedWebhooks(options))),
      onAttempt(attempt) {
        counts.attempt(attempt)
        traces?.attempt(attempt)
      },
    },
  }
  const stores = await openTenantStores(options.store ?? { kind: 'memory' })
  const tenants = await openTenants(harness, stores, options.maxTenants ?? DEFAULT_MAX_TENANTS)
  const bodyLimit = harness.bodyLimit ?? DEFAULT_BODY_LIMIT
  // Imported by name, `node:http` loads undici as well, for its WebSocket: a third of the time to start.
  const http = process.getBuiltinModule('node:http').createServer({
    headersTimeout: requestTimeout,
    requestTimeout,
    connectionsCheckingInterval: Math.ceil(requestTimeout / 10),
    keepAliveTimeout: KEEP_ALIVE,
    // A request without `Host` gets an error in the provider's form, like all others.
    requireHostHeader: false,
  })
  const { simulators } = harness
  const metrics = lateMetrics({ counts, tenants, stores })
  const door = { allowedHosts, trustProxy }
  const heldBodies = createHeldBodies(options.heldBodies ?? HELD_BODIES)
  const unhurried = new WeakSet<IncomingMessage>()
  const forApp = { tenants, simulators, bodyLimit, heldBodies, tokens, door, log, metrics }
  const app = lateApp({ ...forApp, requestTimeout, unhurried })
  const closing = () => !http.listening
  const listener = createListener({
    tenants,
    bodyLimit,
    heldBodies,
    trustProxy,
    openTenants: everybody,
    log,
    counts,
    traces,
    app,
    closing,
  })
  const { began } = answerHttpErrors(http, { answer: listener.unread, requestTimeout, unhurried })
  http.on('request', (request, response) => {
    began(request, response)
    listener.request(request, response)
  })
  http.on('checkExpectation', listener.expectation)
  try {
    await listen(http, port, host)
  } catch (error) {
    await tenants.close()
    throw wordListenError(error as NodeJS.ErrnoException, port, host)
  }
  const address = http.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address

  async function close(): Promise<void> {
    const closed = new Promise<void>((resolve) => http.close(() => resolve()))
    http.closeIdleConnections()
    const forget = systemWall.after(STOP_GRACE, () => http.closeAllConnections(), true)
    tenants.hangUp()
    await closed
    forget()
    await tenants.close()
    await traces?.stop()
  }

  return {
    url: `http://${name}:${address.port}`,
    controlToken,
    madeToken,
    requestTimeout,
    tenants,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A log that counts our own defects on the way. */
function countingDefects(log: ServerLog, count: () => void): ServerLog {
  return {
    ...log,
    defect(error) {
      if (failureOf(error) === undefined) count()
      log.defect(error)
    },
  }
}

/** Metrics are made, with their library, when somebody asks for them. */
function lateMetrics(deps: MetricsDeps): () => Promise<string> {
  let metrics: Promise<() => Promise<string>> | undefined
  return async () => {
    metrics ??= import('../telemetry/metrics.ts').then(({ createMetrics }) => createMetrics(deps))
    return (await metrics)()
  }
}

/** Webhooks go only to listed hosts, at addresses that are checked, unless the caller sends them itself. */
async function guardedWebhooks({
  webhookHosts = [],
  harness,
}: ServerOptions): Promise<NonNullable<HarnessOptions['webhooks']>> {
  const { createGuardedSend } = await import('./guarded-send.ts')
  const { readWebhookHosts } = await import('./webhook-hosts.ts')
  const hosts = readWebhookHosts(webhookHosts)
  return { send: createGuardedSend(hosts), ...harness.webhooks, allow: hosts.has }
}

/** Control, with Express, is loaded when somebody asks for it: clients of the providers never do. */
function lateApp(options: AppOptions): RequestListener {
  let app: Promise<RequestListener> | undefined
  return (request, response) => {
    app ??= import('./app.ts').then(({ createApp }) => createApp(options))
    app.then(
      (loaded) => loaded(request, response),
      (error) => {
        options.log.defect(error)
        response.destroy()
      },
    )
  }
}

function listen(http: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, () => {
      http.off('error', reject)
      resolve()
    })
  })
}

function wordListenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new UsageError(
        `Port ${port} is taken. Choose another with --port, or --port 0 for a free one.`,
        409,
      )
    case 'EACCES':
      return new UsageError(`Port ${port} may not be used by you. Choose one above 1023 with --port.`, 409)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(`${host} is no address of this machine. Choose another with --host.`, 409)
    default:
      return error
  }
}
