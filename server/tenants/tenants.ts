/** The tenants of a server: named harnesses, created on first use. */

import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { systemWall } from '../../src/harness/clock.ts'
import { createHarness } from '../../src/harness/create-harness.ts'
import type { Harness, HarnessOptions } from '../../src/harness/harness.ts'
import { StoreFailure } from '../../src/store/store-errors.ts'
import { DEFAULT_TENANT } from './address.ts'
import type { TenantStores } from './stores.ts'

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
  /** Those that are open. */
  all(): ReadonlyMap<string, Harness>
  /** Those that are stored, also by other servers. */
  names(): Promise<string[]>
  /** Breaks the connections that faults delay: the server is closing. */
  hangUp(): void
  /** The largest number of tenants. */
  readonly limit: number
  /**
   * Closes a tenant and deletes its stored data. Its name can then be used again.
   * @throws UsageError if there is no tenant with this name, and for the default one.
   */
  drop(name: string): Promise<void>
  /** All tenants go back to the start, with other seed data, which later ones get as well. @returns how many they are. */
  replant(seedData: NonNullable<HarnessOptions['seedData']>): Promise<number>
  close(): Promise<void>
}

/** Opens the tenants that the store already has, so that their due work is done. */
export async function openTenants(
  options: Omit<HarnessOptions, 'store' | 'tenant'>,
  stores: TenantStores,
  limit: number,
): Promise<Tenants> {
  let { seedData } = options
  const opened = new Map<string, Promise<Harness>>()
  /** The open tenants. */
  const ready = new Map<string, Harness>()
  /** The tenants that are being dropped. Their names are taken until the promise resolves. */
  const dropping = new Map<string, Promise<void>>()
  /** The tenants that only an attempt has asked for. */
  const attempted = new Set<string>()

  async function openStored(name: string): Promise<Harness> {
    const store = stores.open(name)
    try {
      return await createHarness({ ...options, ...(seedData && { seedData }), tenant: name, store })
    } catch (error) {
      // Otherwise its file would stay locked, and the next attempt to open it would be refused.
      await store.close()
      throw error
    }
  }

  function open(name: string): Promise<Harness> {
    const harness = openStored(name)
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

  /** The tenant, if there is one: perhaps another server has created it. */
  async function find(name: string): Promise<Harness | undefined> {
    await dropping.get(name)
    if (!opened.has(name) && stores.shared && (await stores.names()).includes(name)) {
      return opened.get(name) ?? open(name)
    }
    const known = opened.get(name)
    if (known) await keep(name)
    return known
  }

  async function get(name: string, mayCreate?: () => void): Promise<Harness> {
    const known = await find(name)
    if (known) return known
    mayCreate?.()
    return opened.get(name) ?? create(name)
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
    const known = await find(name)
    if (known) return work(known)
    const meanwhile = opened.get(name)
    if (meanwhile) return work(await meanwhile)
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
    if (!harness) {
      const known = await names()
      if (!known.includes(name)) throw unknownName('tenant', name, known)
      await stores.remove(name)
      return
    }
    opened.delete(name)
    ready.delete(name)
    attempted.delete(name)
    const ended = end(name, harness).finally(() => dropping.delete(name))
    dropping.set(name, ended)
    await ended
  }

  async function end(name: string, harness: Promise<Harness>): Promise<void> {
    await (await harness).close()
    await stores.remove(name)
  }

  async function names(): Promise<string[]> {
    return [...new Set([...opened.keys(), ...(await stores.names())])]
  }

  /** Lets go of a tenant that another server dropped. */
  function letGo(name: string): void {
    const harness = opened.get(name)
    opened.delete(name)
    ready.delete(name)
    harness?.then((made) => made.close()).catch(() => {})
  }

  /**
   * Opens the tenants that other servers created, so that this one does their due work if those end, and lets go of those
   * that they dropped while the database could not tell.
   */
  async function openOthers(): Promise<void> {
    const before = [...ready]
    const stored = new Set(await stores.names())
    for (const [name, harness] of before) if (!stored.has(name) && ready.get(name) === harness) letGo(name)
    for (const name of stored) if (!opened.has(name) && !closing) await open(name)
  }

  let closing = false
  let cancel = () => {}
  function lookForOthers(): void {
    if (!stores.shared || closing) return
    cancel = systemWall.after(stores.shared.interval, () => {
      openOthers()
        .catch(() => {})
        .finally(lookForOthers)
    })
  }

  async function close(): Promise<void> {
    closing = true
    cancel()
    try {
      const harnesses = await Promise.all(opened.values())
      await Promise.all(harnesses.map((harness) => harness.close()))
    } finally {
      await stores.close()
    }
  }

  try {
    // All stored tenants are opened, even if there are more than the limit.
    for (const name of new Set([DEFAULT_TENANT, ...(await stores.names())])) await open(name)
  } catch (error) {
    // Otherwise the files of those before it would stay locked.
    await close()
    throw error instanceof StoreFailure ? new UsageError(error.message, 409) : error
  }

  stores.shared?.onRemoved(letGo)
  lookForOthers()

  return {
    get,
    attempt,
    opened: (name) => ready.get(name),
    all: () => ready,
    names,
    hangUp() {
      for (const harness of ready.values()) harness.hangUp()
    },
    limit,
    drop,

    async replant(next) {
      const harnesses = await Promise.all(opened.values())
      for (const harness of harnesses) {
        await harness.replant(next)
        seedData = next
      }
      return harnesses.length
    },

    close,
  }
}
