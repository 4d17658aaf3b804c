/** The stores of a server's tenants: in memory, or each in its own SQLite file. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { openSqliteStore, type SqliteOptions } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import { StoreRefused } from '../../src/store/store-errors.ts'

export type StoreLocation = { kind: 'memory' } | ({ kind: 'sqlite'; file: string } & SqliteOptions)

/** @throws UsageError if the text is neither `memory` nor `sqlite:<file>`, or has an unknown option. */
export function parseStoreLocation(text: string): StoreLocation {
  if (text === 'memory') return { kind: 'memory' }
  const [, file, options] = /^sqlite:([^?]+)(?:\?(.*))?$/s.exec(text) ?? []
  if (file) return { kind: 'sqlite', file, ...sqliteOptions(options) }
  if (/^postgres(ql)?:/.test(text)) {
    throw new UsageError('PostgreSQL is not supported yet. Use --store sqlite:<file> or --store memory.')
  }
  throw new UsageError(`"${text}" is no store. Use memory or sqlite:<file>.`)
}

function sqliteOptions(text: string | undefined): SqliteOptions {
  if (text === undefined) return {}
  const synchronous = /^synchronous=(normal|full)$/.exec(text)?.[1]
  if (synchronous) return { synchronous: synchronous as 'normal' | 'full' }
  throw new UsageError(
    `"${text}" is no option of a SQLite file. There is synchronous=normal and synchronous=full.`,
  )
}

/** The default tenant has the given file, every other tenant a file beside it. */
function fileOf(file: string, tenant: string): string {
  return tenant === 'default' ? file : `${file}.${tenant}.tenant`
}

/** @throws UsageError if the file cannot be opened. */
export function openTenantStore(location: StoreLocation, tenant: string): Store {
  if (location.kind === 'memory') return openMemoryStore()
  const file = fileOf(location.file, tenant)
  try {
    return openSqliteStore(file, location)
  } catch (error) {
    if (error instanceof StoreRefused) throw new UsageError(error.message, 409)
    throw error
  }
}

/** Deletes the files of a tenant whose store is closed. */
export function removeTenantStore(location: StoreLocation, tenant: string): void {
  if (location.kind === 'memory') return
  for (const suffix of ['', '-wal', '-shm', '-owner']) {
    rmSync(`${fileOf(location.file, tenant)}${suffix}`, { force: true })
  }
}

/** Names of the tenants that have a file, without the default one. */
export function storedTenants(location: StoreLocation): string[] {
  if (location.kind === 'memory' || !existsSync(dirname(location.file))) return []
  const prefix = `${basename(location.file)}.`
  return readdirSync(dirname(join(location.file)))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.tenant'))
    .map((name) => name.slice(prefix.length, -'.tenant'.length))
    .sort()
}
