/** Starts a server with its tenants. */
import type { Server as HttpServer, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { openTenantStores, type StoreLocation } from '../tenants/stores.ts'
import { openTenants, type Tenants } from '../tenants/tenants.ts'
import type { AppOptions } from './app.ts'
import { createHeldBodies, HELD_BODIES } from './held-bodies.ts'
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
  /** How many bytes of bodies the server holds at once, of all requests together; 256 MiB by default. */
  heldBodies?: number
  controlToken?: string
  /** Hosts to which webhooks may be sent. Default: all if the server listens on loopback, otherwise none. */
  webhookHosts?: readonly string[]
  /**
   * Whether a proxy stands before the server: links in answers then lead to what `X-Forwarded-Proto`, `-Host` and `-Prefix`
   * say that the client called. Off by default.
   */
  trustProxy?: boolean
  log?: ServerLog
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
  const { host = '127.0.0.1', port = 4010, trustProxy = false, log = silentLog } = options
  const open = !isLoopback(host)
  const controlToken = options.controlToken ?? (open ? randomSecret() : undefined)
  const hosts = options.webhookHosts
  const harness: HarnessOptions = {
    onDefect: log.defect,
    ...options.harness,
    ...((open || hosts) && {
      webhooks: { ...options.harness.webhooks, allow: (url) => (hosts ?? []).includes(url.hostname) },
    }),
  }
  const tenants = await openTenants(
    harness,
    await openTenantStores(options.store ?? { kind: 'memory' }),
    options.maxTenants ?? DEFAULT_MAX_TENANTS,
  )
  const bodyLimit = harness.bodyLimit ?? DEFAULT_BODY_LIMIT
  // Imported by name, `node:http` loads undici as well, for its WebSocket: a third of the time to start.
  const http = process.getBuiltinModule('node:http').createServer()
  const { simulators } = harness
  const heldBodies = createHeldBodies(options.heldBodies ?? HELD_BODIES)
  const app = lateApp({ tenants, simulators, bodyLimit, heldBodies, controlToken, trustProxy, log })
  const closing = () => !http.listening
  http.on('request', createListener({ tenants, bodyLimit, heldBodies, trustProxy, log, app, closing }))
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
    },
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
