/** What a server listens with. What HTTPS needs is loaded for HTTPS only. */
import type { Server as HttpServer, RequestListener, ServerOptions } from 'node:http'
import { systemWall } from '../../src/harness/clock.ts'
import type { Credentials, TlsOptions } from '../tls/credentials.ts'
import type { ServerLog } from './log.ts'

/**
 * Reads or makes the certificate of a server.
 * @param names under which clients reach it, beside those of loopback.
 * @throws UsageError if a file cannot be used.
 */
export async function openTls(tls: TlsOptions, names: readonly string[]): Promise<Credentials> {
  const { openCredentials } = await import('../tls/credentials.ts')
  return openCredentials(tls, names, systemWall)
}

export interface SecureOptions {
  credentials: Credentials
  log: ServerLog
  /** Answers a request in plain HTTP. */
  plain: RequestListener
}

/** Makes a server of HTTP, or of HTTPS with these options. Call `stop` when it closes. */
export async function createHttp(
  http: ServerOptions & { requestTimeout: number },
  secure: SecureOptions | undefined,
): Promise<{ http: HttpServer; stop(): void }> {
  if (!secure) {
    // Imported by name, `node:http` loads undici as well, for its WebSocket: a third of the time to start.
    return { http: process.getBuiltinModule('node:http').createServer(http), stop() {} }
  }
  const { createSecureServer } = await import('../tls/secure-server.ts')
  const { credentials, log, plain } = secure
  const authority = credentials.trust?.certificateFile ?? 'the authority that signed it'
  return createSecureServer({
    http,
    credentials,
    handshakeTimeout: http.requestTimeout,
    plain,
    distrusted: () =>
      log.announce?.(`A client does not trust the certificate of this server. Let it trust ${authority}.`),
    wall: systemWall,
  })
}
