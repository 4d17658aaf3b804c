/** Starts a server with its tenants. */
import type { Server as HttpServer, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { StoreFailure } from '../../src/store/store-errors.ts'
import { createCounts } from '../telemetry/counts.ts'
import type { MetricsDeps } from '../telemetry/metrics.ts'
import type { Traces } from '../telemetry/spans.ts'
import { openTenantStores, type StoreLocation } from '../tenants/stores.ts'
import { openTenants, type Tenants } from '../tenants/tenants.ts'
import type { AppOptions } from './app.ts'
import { createListener } from './listener.ts'
import { type ServerLog, silentLog } from './log.ts'

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
  controlToken?: string
  /** Hosts to which webhooks may be sent. Default: all if the server listens on loopback, otherwise none. */
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
  tenants: Tenants
  /** Accepts no new requests, finishes the running ones, and closes the stores. */
  close(): Promise<void>
}

const DEFAULT_BODY_LIMIT = 10 * 1024 * 1024
const DEFAULT_MAX_TENANTS = 1_000

/**
 * Starts a server and resolves when it is ready.
 * @throws UsageError if the port is taken or the store cannot be opened.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { host = '127.0.0.1', port = 4010, trustProxy = false, traces } = options
  const counts = createCounts()
  const log = countingDefects(options.log ?? silentLog, counts.defect)
  const open = !isLoopback(host)
  const controlToken = options.controlToken ?? (open ? randomSecret() : undefined)
  const hosts = options.webhookHosts
  const harness: HarnessOptions = {
    onDefect: log.defect,
    ...options.harness,
    webhooks: {
      ...options.harness.webhooks,
      ...((open || hosts) && { allow: (url) => (hosts ?? []).includes(url.hostname) }),
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
  const http = process.getBuiltinModule('node:http').createServer()
  const { simulators } = harness
  const metrics = lateMetrics({ counts, tenants, stores })
  const app = lateApp({ tenants, simulators, bodyLimit, controlToken, trustProxy, log, metrics })
  const closing = () => !http.listening
  http.on('request', createListener({ tenants, bodyLimit, trustProxy, log, counts, traces, app, closing }))
  try {
    await listen(http, port, host)
  } catch (error) {
    await tenants.close()
    throw wordListenError(error as NodeJS.ErrnoException, port, host)
  }
  const address = http.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address

  return {
    url: `http://${name}:${address.port}`,
    controlToken,
    tenants,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      http.closeIdleConnections()
      tenants.hangUp()
      await closed
      await tenants.close()
      await traces?.stop()
    },
  }
}

/** A log that counts our own defects on the way. */
function countingDefects(log: ServerLog, count: () => void): ServerLog {
  return {
    ...log,
    defect(error) {
      if (!(error instanceof StoreFailure)) count()
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

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
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
      return new UsageError(`Port ${port} may not be used by you. Choose one above 1023 with --port.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UsageError(`${host} is no address of this machine. Choose another with --host.`)
    default:
      return error
  }
}
