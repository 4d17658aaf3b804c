/**
 * Sends webhooks to hosts of an allow-list, and checks each address at the moment of the connection: whoever owns a name on
 * the list could otherwise lead us to a machine in our own network, after any earlier check (DNS rebinding).
 *
 * It speaks `node:http`, since the `fetch` of Node takes no lookup of its own. Each message has a connection of its own, so
 * that none is older than its check.
 */
import type { LookupAddress, LookupOptions } from 'node:dns'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { LookupFunction } from 'node:net'
import { dropUpTo } from './body.ts'
import type { WebhookHosts } from './webhook-hosts.ts'

/** As `dns.lookup` with `all`. */
export type LookUp = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** Bytes of an answer that are read; it is not used. */
const FORGOTTEN = 64 * 1024

/** A `fetch` for webhooks: the answer has a status, and redirects are not followed. */
export function createGuardedSend(hosts: WebhookHosts, lookUp: LookUp = systemLookUp): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const { signal } = init
    signal?.throwIfAborted()
    try {
      return new Response(null, { status: await send(url, init, guarded(url, hosts, lookUp)) })
    } catch (error) {
      signal?.throwIfAborted()
      throw new TypeError('fetch failed', { cause: error })
    }
  }
}

function send(
  url: URL,
  { method, headers, body, signal }: RequestInit,
  lookup: LookupFunction,
): Promise<number> {
  const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
  return new Promise((resolve, reject) => {
    const options = { lookup, agent: false as const, ...(method && { method }), ...(signal && { signal }) }
    const sent: ClientRequest = request(
      url,
      { ...options, headers: Object.fromEntries(new Headers(headers)) },
      (response: IncomingMessage) => {
        forget(response)
        resolve(response.statusCode ?? 0)
      },
    )
    sent.on('error', reject)
    sent.end(body as string | undefined)
  })
}

/** Reads an answer to its end, so that its connection ends in peace, unless it is long. */
function forget(response: IncomingMessage): void {
  response.on('error', () => {})
  dropUpTo(FORGOTTEN, response)
}

/** Looks a name up and gives only those addresses that may be connected to. */
function guarded(url: URL, hosts: WebhookHosts, lookUp: LookUp): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const allowed = addresses.filter(({ address }) => hosts.mayBeAt(url, address))
      const [first] = allowed
      if (!first) return done(internal(hostname, addresses), [])
      if (options.all) done(null, allowed)
      else done(null, first.address, first.family)
    })
  }
}

function internal(hostname: string, addresses: readonly LookupAddress[]): Error {
  const found = addresses.map(({ address }) => address).join(', ')
  return new Error(
    `${hostname} is at ${found}, an internal address: list that as well, or "private", if it is meant.`,
  )
}

const systemLookUp: LookUp = (hostname, options, done) =>
  process.getBuiltinModule('node:dns').lookup(hostname, options, done)
