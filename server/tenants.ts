/** The tenants of a server: named harnesses, made when they are first used, and which one a request means. */
import { createHarness, type Harness, type HarnessOptions } from '../src/harness.ts'
import { UsageError } from '../src/usage-error.ts'
import { openTenantStore, type StoreLocation, storedTenants } from './stores.ts'

/** The tenant of requests that name none. */
export const DEFAULT_TENANT = 'default'

export interface Tenants {
  get(name: string): Promise<Harness>
  names(): string[]
  close(): Promise<void>
}

/** Opens the tenants that the store holds already, so that what falls due there is done. */
export async function openTenants(
  options: Omit<HarnessOptions, 'store' | 'tenant'>,
  location: StoreLocation,
): Promise<Tenants> {
  const opened = new Map<string, Promise<Harness>>()

  function get(name: string): Promise<Harness> {
    const known = opened.get(name)
    if (known) return known
    const harness = createHarness({ ...options, tenant: name, store: openTenantStore(location, name) })
    opened.set(name, harness)
    harness.catch(() => opened.delete(name))
    return harness
  }

  for (const name of [DEFAULT_TENANT, ...storedTenants(location)]) await get(name)

  return {
    get,
    names: () => [...opened.keys()],
    async close() {
      const harnesses = await Promise.all(opened.values())
      await Promise.all(harnesses.map((harness) => harness.close()))
    },
  }
}

export interface Addressed {
  tenant: string
  /** The path without the tenant's prefix. */
  path: string
}

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Which tenant a request means: by the path prefix `/t/<tenant>`, the header `x-tvilling-tenant`, or an OAuth
 * client `id@tenant`, whose tokens carry the tenant as well.
 * @throws UsageError when the name is none.
 */
export function addressOf(
  path: string,
  headers: Readonly<Record<string, unknown>>,
  body: Uint8Array | undefined,
): Addressed {
  const prefixed = /^\/t\/([^/]*)(\/.*)?$/.exec(path)
  const tenant = prefixed?.[1] ?? headers['x-tvilling-tenant'] ?? boundTenant(headers, body) ?? DEFAULT_TENANT
  if (!NAME.test(String(tenant))) {
    throw new UsageError(
      `"${String(tenant)}" is no tenant's name: use 1 to 63 lower-case letters, digits and hyphens.`,
    )
  }
  return { tenant: String(tenant), path: prefixed ? (prefixed[2] ?? '/') : path }
}

function boundTenant(
  headers: Readonly<Record<string, unknown>>,
  body: Uint8Array | undefined,
): string | undefined {
  const authorization = String(headers['authorization'] ?? '')
  const bearer = /^bearer +[^~]+~([a-z0-9-]+)$/i.exec(authorization)?.[1]
  if (bearer) return bearer
  const basic = /^basic +(\S+)$/i.exec(authorization)?.[1]
  if (basic)
    return tenantOfClient(
      decodeURIComponentSafely(Buffer.from(basic, 'base64').toString().split(':')[0] ?? ''),
    )
  const form = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  if (!form || !body) return undefined
  return tenantOfClient(new URLSearchParams(Buffer.from(body).toString()).get('client_id') ?? '')
}

function tenantOfClient(id: string): string | undefined {
  return /@([a-z0-9-]+)$/.exec(id)?.[1]
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
