/** Where a client reached the server, for links in answers that lead back to it. */
import type { IncomingMessage } from 'node:http'

/**
 * Scheme, host, and the prefix before the provider's path, without trailing slash.
 * @param trusted whether a proxy stands before the server whose `X-Forwarded-Proto`, `-Host` and `-Prefix` tell what the
 * client called. From anybody else these headers would put foreign links into answers.
 */
export function originOf(request: IncomingMessage, prefix: string, trusted: boolean): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http'
  const host = validHost(request.headers.host) ?? localAddress(request)
  if (!trusted) return `${scheme}://${host}${prefix}`
  const proto = forwarded(request, 'proto')?.toLowerCase()
  const outside = forwarded(request, 'prefix')?.replace(/^\/*/, '/').replace(/\/+$/, '') ?? ''
  return `${proto === 'http' || proto === 'https' ? proto : scheme}://${validHost(forwarded(request, 'host')) ?? host}${outside}${prefix}`
}

/** The first value: each further proxy appends its own. */
function forwarded({ headers }: IncomingMessage, what: string): string | undefined {
  const value = headers[`x-forwarded-${what}`]
  return (Array.isArray(value) ? value[0] : value)?.split(',', 1)[0]?.trim() || undefined
}

/** A host name or address, perhaps with a port. Anything else does not belong into a link. */
function validHost(host: string | undefined): string | undefined {
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : undefined
}

/** For clients of HTTP 1.0, which need not send a `Host`. */
function localAddress({ socket }: IncomingMessage): string {
  const { localAddress = '127.0.0.1', localPort = 80, localFamily } = socket
  return `${localFamily === 'IPv6' ? `[${localAddress}]` : localAddress}:${localPort}`
}
