/** The stores of a server's tenants: in memory, each in its own SQLite file, or all in one PostgreSQL database. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ConnectionFigures } from '../../src/store/connection-figures.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { connectPostgres } from '../../src/store/postgres.ts'
import type { Queue } from '../../src/store/postgres-database.ts'
import { StoreUnavailable } from '../../src/store/shared-store.ts'
import type { SqliteOptions } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { StoreRefused } from '../../src/store/store-errors.ts'
import { DEFAULT_TENANT } from './address.ts'

export type StoreLocation =
  | { kind: 'memory' }
  | ({ kind: 'sqlite'; file: string } & SqliteOptions)
  | { kind: 'postgres'; url: string; lease?: number }

/** @throws UsageError if the text is no location of a store, or has an unknown option. */
export function parseStoreLocation(text: string): StoreLocation {
  if (text === 'memory') return { kind: 'memory' }
  const [, file, options] = /^sqlite:([^?]+)(?:\?(.*))?$/s.exec(text) ?? []
  if (file) return { kind: 'sqlite', file, ...sqliteOptions(options) }
  if (/^postgres(ql)?:\/\//.test(text)) return postgresLocation(text)
  throw new UsageError(
    `"${text}" is no store. Use memory, sqlite:<file> or postgres://<user>@<host>/<database>.`,
  )
}

/** In seconds. */
const LONGEST_LEASE = 600

/** The option `lease` is ours; all others are for the driver. */
function postgresLocation(text: string): StoreLocation {
  const [, before = '', given, after = ''] = /^([^?]*\?(?:.*&)?)lease=([^&]*)(.*)$/s.exec(text) ?? []
  if (given === undefined) return { kind: 'postgres', url: text }
  const seconds = /^\d{1,3}$/.test(given) ? Number(given) : 0
  if (seconds < 1 || seconds > LONGEST_LEASE) {
    throw new UsageError(`"lease=${given}" is no lease. Give whole seconds, from 1 to ${LONGEST_LEASE}.`)
  }
  const url = `${before}${after.replace(/^&/, '')}`.replace(/[?&]$/, '')
  return { kind: 'postgres', url, lease: seconds * 1_000 }
}

function sqliteOptions(text: string | undefined): SqliteOptions {
  if (text === undefined) return {}
  const synchronous = /^synchronous=(normal|full)$/.exec(text)?.[1]
  if (synchronous) return { synchronous: synchronous as 'normal' | 'full' }
  throw new UsageError(
    `"${text}" is no option of a SQLite file. There is synchronous=normal and synchronous=full.`,
  )
}

/** What a store tells for metrics. */
export interface StoreFigures {
  /** Size of its files. */
  bytes?: number
  connections?: ConnectionFigures
}

/** Where the tenants of a server are stored. */
export interface TenantStores {
  readonly kind: StoreLocation['kind']
  figures(): Promise<StoreFigures>
  /** The queue of each tenant that has jobs, where one question answers for all. */
  queues?(): Promise<ReadonlyMap<string, Queue>>
  /** @throws UsageError if it cannot be opened. */
  open(tenant: string): Store
  /** Deletes what is stored of a tenant whose store is closed. */
  remove(tenant: string): Promise<void>
  /** Names of the stored tenants; perhaps without the default one. */
  names(): Promise<string[]>
  /** Set if other servers use the same stores: they create and remove tenants too. */
  readonly shared?: {
    onRemoved(listener: (tenant: string) => void): void
    /** How often to look for tenants that others created, in milliseconds. */
    readonly interval: number
  }
  close(): Promise<void>
}

/** @throws UsageError if the database cannot be reached or used. */
export async function openTenantStores(location: StoreLocation): Promise<TenantStores> {
  switch (location.kind) {
    case 'memory':
      return {
        kind: location.kind,
        figures: async () => ({}),
        open: () => openMemoryStore(),
        remove: async () => {},
        names: async () => [],
        close: async () => {},
      }
    case 'sqlite':
      return inFiles(location)
    case 'postgres':
      return inPostgres(location)
  }
}

async function inFiles(location: StoreLocation & { kind: 'sqlite' }): Promise<TenantStores> {
  // Loaded here, so that a server without such a store does not pay for it.
  const { openSqliteStore } = await import('../../src/store/sqlite.ts')
  const { file } = location

  function names(): string[] {
    if (!existsSync(dirname(file))) return []
    const prefix = `${basename(file)}.`
    return readdirSync(dirname(file))
      .filter((name) => name.startsWith(prefix) && name.endsWith('.tenant'))
      .map((name) => name.slice(prefix.length, -'.tenant'.length))
      .sort()
  }

  return {
    kind: 'sqlite',

    async figures() {
      const paths = [DEFAULT_TENANT, ...names()].flatMap((tenant) => {
        const path = fileOf(file, tenant)
        return [path, `${path}-wal`]
      })
      let bytes = 0
      for (const path of paths) bytes += await sizeOf(path)
      return { bytes }
    },

    open: (tenant) => refused(() => openSqliteStore(fileOf(file, tenant), location)),

    async remove(tenant) {
      for (const suffix of ['', '-wal', '-shm', '-owner']) {
        rmSync(`${fileOf(file, tenant)}${suffix}`, { force: true })
      }
    },

    names: async () => names(),

    close: async () => {},
  }
}

/** 0 if there is no such file. */
const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

/** The default tenant has the given file, every other tenant a file beside it. */
function fileOf(file: string, tenant: string): string {
  return tenant === DEFAULT_TENANT ? file : `${file}.${tenant}.tenant`
}

async function inPostgres({ url, lease }: StoreLocation & { kind: 'postgres' }): Promise<TenantStores> {
  const database = await connectPostgres(url, lease === undefined ? {} : { lease }).catch(
    (error: unknown) => {
      throw worded(error)
    },
  )
  return {
    kind: 'postgres',
    figures: async () => ({ connections: database.figures() }),
    queues: database.queues,
    open: (tenant) => database.store(tenant),
    remove: database.remove,
    names: database.names,
    shared: { onRemoved: database.onRemoved, interval: LOOKED_FOR_TENANTS },
    close: database.close,
  }
}

const LOOKED_FOR_TENANTS = 5_000

function refused(open: () => Store): Store {
  try {
    return open()
  } catch (error) {
    throw worded(error)
  }
}

const worded = (error: unknown) =>
  error instanceof StoreRefused || error instanceof StoreUnavailable
    ? new UsageError(error.message, 409)
    : error
