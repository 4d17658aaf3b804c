/** The tenants of a server: named harnesses, created on first use. */

import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { createHarness } from '../../src/harness/create-harness.ts'
import type { Harness, HarnessOptions } from '../../src/harness/harness.ts'
import { DEFAULT_TENANT } from './address.ts'
import { openTenantStore, removeTenantStore, type StoreLocation, storedTenants } from './stores.ts'

export interface Tenants {
  /**
   * The tenant with a name; creates it if there is none.
   * @param mayCreate called before that: throws if the caller may not create it.
   * @throws UsageError if there are already as many as the limit allows.
   */
  get(name: string, mayCreate?: () => void): Promise<Harness>
  /**
   * Runs work on the tenant with a name. If there is none it is created, and stays only if the work succeeds or others have
   * asked for it meanwhile.
   */
  attempt<R>(name: string, work: (harness: Harness) => Promise<R>): Promise<R>
  /** The tenant with a name if it is open; synchronous, since every request calls it. */
  opened(name: string): Harness | undefined
  names(): string[]
  /** The largest number of tenants. */
  readonly limit: number
  /**
   * Closes a tenant and deletes its stored data. Its name can then be used again.
   * @throws UsageError if there is no tenant with this name, and for the default one.
   */
  drop(name: string): Promise<void>
  close(): Promise<void>
}

/** Opens the tenants that the store already has, so that their due work is done. */
export async function openTenants(
  options: Omit<HarnessOptions, 'store' | 'tenant'>,
  location: StoreLocation,
  limit: number,
): Promise<Tenants> {
  const opened = new Map<string, Promise<Harness>>()
  /** The open tenants. */
  const ready = new Map<string, Harness>()
  /** The tenants that are being dropped. Their names are taken until the promise resolves. */
  const dropping = new Map<string, Promise<void>>()
  /** The tenants that only an attempt has asked for. */
  const attempted = new Set<string>()

  function open(name: string): Promise<Harness> {
    const harness = createHarness({ ...options, tenant: name, store: openTenantStore(location, name) })
    opened.set(name, harness)
    harness.then(
      (made) => {
        if (opened.get(name) === harness && !attempted.has(name)) ready.set(name, made)
      },
      () => opened.delete(name),
    )
    return harness
  }

  /** Keeps a tenant that an attempt has created. */
  async function keep(name: string): Promise<void> {
    if (!attempted.delete(name)) return
    const harness = opened.get(name)
    const made = await harness
    if (made && opened.get(name) === harness) ready.set(name, made)
  }

  async function get(name: string, mayCreate?: () => void): Promise<Harness> {
    await dropping.get(name)
    const known = opened.get(name)
    if (known) {
      await keep(name)
      return known
    }
    mayCreate?.()
    return create(name)
  }

  function create(name: string): Promise<Harness> {
    if (opened.size >= limit) {
      throw new UsageError(
        `This server is full: it has ${opened.size} tenants. Drop one with DELETE /_tvilling/tenants/{tenant}, or start it with a greater --max-tenants.`,
        409,
      )
    }
    return open(name)
  }

  async function attempt<R>(name: string, work: (harness: Harness) => Promise<R>): Promise<R> {
    await dropping.get(name)
    if (opened.has(name)) return work(await get(name))
    attempted.add(name)
    try {
      const result = await work(await create(name))
      await keep(name)
      return result
    } catch (error) {
      if (attempted.delete(name) && opened.has(name)) await drop(name)
      throw error
    }
  }

  async function drop(name: string): Promise<void> {
    if (name === DEFAULT_TENANT) {
      throw new UsageError('The default tenant cannot be dropped: reset it instead.', 409)
    }
    const harness = opened.get(name)
    if (!harness) throw unknownName('tenant', name, [...opened.keys()])
    opened.delete(name)
    ready.delete(name)
    attempted.delete(name)
    const ended = end(name, harness).finally(() => dropping.delete(name))
    dropping.set(name, ended)
    await ended
  }

  async function end(name: string, harness: Promise<Harness>): Promise<void> {
    await (await harness).close()
    removeTenantStore(location, name)
  }

  // All stored tenants are opened, even if there are more than the limit.
  for (const name of [DEFAULT_TENANT, ...storedTenants(location)]) await open(name)

  return {
    get,
    attempt,
    opened: (name) => ready.get(name),
    names: () => [...opened.keys()],
    limit,
    drop,
    async close() {
      const harnesses = await Promise.all(opened.values())
      await Promise.all(harnesses.map((harness) => harness.close()))
    },
  }
}
