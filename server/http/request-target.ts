/** The target of a request: a path, or a whole URL, as clients send it to a proxy (RFC 9112 section 3.2.2). */
import type { IncomingMessage } from 'node:http'

const ABSOLUTE = /^https?:\/\/([^/?#]*)([^#]*)/i

/**
 * Makes a path of a target that is a whole URL. Its host replaces the header `Host`, as HTTP demands, so that it counts at
 * the door and for the environment.
 */
export function takeOrigin(request: Pick<IncomingMessage, 'url' | 'headers'>): void {
  const { url = '/' } = request
  if (url.startsWith('/')) return
  const [whole, host = '', rest = ''] = ABSOLUTE.exec(url) ?? []
  if (whole === undefined) return
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  request.headers.host = host
}
