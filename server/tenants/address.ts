/** What a request addresses: a tenant, perhaps an environment, and the provider's path. */
import { UsageError } from '../../src/control/usage-error.ts'
import { basicTokenOf, readBasicToken } from '../../src/http/basic-credentials.ts'

/** The tenant of requests that name no tenant. */
export const DEFAULT_TENANT = 'default'

export interface Addressed {
  tenant: string
  /** Undefined if the path names none. */
  environment: string | undefined
  /** The provider's path: without the prefixes. */
  path: string
  /** What a URL must have before the provider's path to reach the same tenant and environment. */
  prefix: string
}

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const PREFIX = /^\/([te])\/([^/]*)(?=\/|$)/

/**
 * The tenant of a request: from the path prefix `/t/<tenant>`, the header `x-tvilling-tenant`, or an OAuth client
 * `id@tenant`, whose tokens contain the tenant as well; a form that names one must be small. The environment: from the path prefix `/e/<environment>`, before or
 * after the tenant's.
 * @throws UsageError if the tenant's name is invalid.
 */
export function addressOf(
  path: string,
  headers: Readonly<Record<string, unknown>>,
  body?: Uint8Array,
): Addressed {
  const named = prefixesOf(path)
  const tenant = named.t ?? headers['x-tvilling-tenant'] ?? boundTenant(headers, body)
  const rest = path.slice(named.prefix.length) || '/'
  if (tenant === undefined) {
    return { tenant: DEFAULT_TENANT, environment: named.e, path: rest, prefix: named.prefix }
  }
  checkTenantName(String(tenant))
  const prefix = named.t === undefined ? `/t/${String(tenant)}${named.prefix}` : named.prefix
  return { tenant: String(tenant), environment: named.e, path: rest, prefix }
}

/** @throws UsageError if a tenant cannot have this name. */
export function checkTenantName(name: string): void {
  if (NAME.test(name)) return
  throw new UsageError(`"${name}" is no tenant's name: use 1 to 63 lower-case letters, digits and hyphens.`)
}

interface Prefixes {
  t?: string
  e?: string
  /** Both, as they stand in the path. */
  prefix: string
}

const NONE: Prefixes = { prefix: '' }

/** The prefixes of a path: a tenant and an environment, each once, in any order. */
function prefixesOf(path: string): Prefixes {
  if (path[2] !== '/' || (path[1] !== 't' && path[1] !== 'e')) return NONE
  const found: Prefixes = { prefix: '' }
  for (;;) {
    const [whole, kind, name] = PREFIX.exec(path.slice(found.prefix.length)) ?? []
    if (whole === undefined || found[kind as 't' | 'e'] !== undefined) return found
    found[kind as 't' | 'e'] = name ?? ''
    found.prefix += whole
  }
}

/** The prefix `/e/<environment>` of a path; undefined if the path has none. */
export function environmentPrefix(path: string): { environment: string; prefix: string } | undefined {
  const { e: environment, t: tenant, prefix } = prefixesOf(path)
  return environment === undefined || tenant !== undefined ? undefined : { environment, prefix }
}

/**
 * Checks the environment that a path names.
 * @throws UsageError if no simulator has it.
 */
export function checkEnvironment(environment: string | undefined, known: () => readonly string[]): void {
  if (environment === undefined || known().includes(environment)) return
  const all = known().join(', ') || 'none'
  throw new UsageError(`"${environment}" is no environment. The simulators have: ${all}.`, 404)
}

/** A request for a token is far smaller. */
const LARGEST_FORM = 64 * 1024

/** Most bearer tokens are not bound to a tenant. Those have no `~`, which is checked without a regular expression. */
function boundTenant(
  { authorization, 'content-type': type }: Readonly<Record<string, unknown>>,
  body: Uint8Array | undefined,
): string | undefined {
  if (typeof authorization === 'string') {
    const bearer =
      authorization.includes('~') && /^bearer +[^~ ][^~]*~([a-z0-9-]+)$/i.exec(authorization)?.[1]
    if (bearer) return bearer
    const basic = isBasic(authorization) && basicTokenOf(authorization)
    if (basic) return tenantOfClient(readBasicToken(basic)?.id ?? '')
  }
  if (
    !body ||
    body.length > LARGEST_FORM ||
    typeof type !== 'string' ||
    !type.startsWith('application/x-www-form-urlencoded')
  )
    return undefined
  // The whole form is read when its operation runs.
  const field = /(?:^|&)(client_id=[^&]{0,500})(?:&|$)/.exec(Buffer.from(body).toString('latin1'))?.[1]
  return field && tenantOfClient(new URLSearchParams(field).get('client_id') ?? '')
}

const isBasic = (authorization: string) => authorization.slice(0, 6).toLowerCase() === 'basic '

function tenantOfClient(id: string): string | undefined {
  return /@([a-z0-9-]+)$/.exec(id)?.[1]
}
