/**
 * Which requests may control the server or read its pages. A web page that a user visits can send requests to loopback, and
 * with DNS rebinding it can even read the answers: its own host name then leads here. A browser says whose page it is in
 * `Host`, `Origin` and `Sec-Fetch-Site`, and a page cannot change these.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { UsageError } from '../../src/control/usage-error.ts'

export interface DoorOptions {
  /** Names beside loopback by which the server may be called; undefined for any name. */
  allowedHosts: readonly string[] | undefined
  /** Whether a proxy stands before the server, so that `X-Forwarded-Host` is the host that a page of ours has. */
  trustProxy: boolean
}

/**
 * Why a request for control or a page is refused, as a sentence that says what to do; undefined if it may come in.
 * Programs such as curl send neither `Origin` nor `Sec-Fetch-Site`.
 */
export function refusedAtDoor(headers: IncomingHttpHeaders, options: DoorOptions): string | undefined {
  return refusedHost(headers.host, options.allowedHosts) ?? refusedPage(headers, options)
}

/**
 * Whether a page of another site sent a request. Pages of the same site are others too: ports do not count for it, so that
 * every development server on this machine is the same site.
 */
export function refusedPage(
  headers: IncomingHttpHeaders,
  { trustProxy }: Pick<DoorOptions, 'trustProxy'>,
): string | undefined {
  const { origin } = headers
  const ours = [headers.host, trustProxy ? headers['x-forwarded-host'] : undefined].map(lowerCase)
  const host = origin === undefined ? undefined : hostOfOrigin(origin)
  if (origin !== undefined && !(host !== undefined && ours.includes(host))) {
    return `A page of ${readable(origin)} may not control this server: use a page of the server itself, or a program such as curl, which sends no Origin.`
  }
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined
  return 'A page of another site may not call control: use a page of the server itself, type the address into the browser, or use a program such as curl.'
}

/** A request without `Host` is not a browser's. */
function refusedHost(host: string | undefined, allowed: DoorOptions['allowedHosts']): string | undefined {
  if (host === undefined || allowed === undefined) return undefined
  const name = nameOf(host)
  if (isLoopback(name) || allowed.some((one) => isNamed(name, one))) return undefined
  const remedy = HOST.test(name) ? ` or start it with --allowed-hosts ${name}` : ''
  return `This server cannot be controlled as ${readable(host)}: call it as 127.0.0.1 or localhost,${remedy || ' which are its names'}.`
}

/** Whether an address or name, without port, is this machine's own. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '::1' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}

const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/

/** @throws UsageError if it is no name of a host, perhaps with `*.` before it. */
export function checkAllowedHost(host: string): void {
  if (HOST.test(host.toLowerCase().replace(/^\*\./, ''))) return
  throw new UsageError(
    `--allowed-hosts takes names of hosts without port, such as twins.example.org,*.test, not "${host}".`,
  )
}

function isNamed(name: string, allowed: string): boolean {
  const wanted = allowed.toLowerCase()
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted
}

/** The name in a `Host` header: without port, in lower case, without the dot of a complete name. */
function nameOf(host: string): string {
  return host.trim().toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
}

function hostOfOrigin(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function lowerCase(host: string | string[] | undefined): string | undefined {
  return typeof host === 'string' ? host.trim().toLowerCase() : undefined
}

/** A value from outside, short enough for a sentence. */
function readable(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value
}
