/** Two server processes over one PostgreSQL database, behind one address. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProcess } from '../../server/process.ts'
import { createDatabase } from './database.ts'
import { type SharedAddress, startProxy } from './proxy.ts'

export interface TwoReplicas {
  /** The address that both share. */
  url: string
  proxy: SharedAddress
  close(): Promise<void>
}

export interface ReplicaOptions {
  /** A PostgreSQL server; each pair gets a database of its own. */
  postgres: string
  now: string
  seed?: number | undefined
  settings?: object | undefined
}

export async function startTwoReplicas({
  postgres,
  now,
  seed,
  settings,
}: ReplicaOptions): Promise<TwoReplicas> {
  const database = await createDatabase(postgres)
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-replicas-'))
  const file = join(folder, 'settings.json')
  writeFileSync(file, JSON.stringify(settings ?? {}))
  const flags = [
    ...['--store', database.url, '--clock', 'manual', '--now', now, '--log', 'silent', '--settings', file],
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
  ]
  const servers = [await startProcess(...flags), await startProcess(...flags)]
  const proxy = await startProxy(servers.map(({ url }) => url))
  return {
    url: proxy.url,
    proxy,
    async close() {
      await proxy.close()
      for (const server of servers) await server.end('SIGTERM')
      rmSync(folder, { recursive: true })
      await database.drop()
    },
  }
}
