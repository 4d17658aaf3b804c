/** A new, empty database on a PostgreSQL server: the given one, or one that is started for it. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { startPostgresServer } from '../../postgres/server.ts'

export interface FreshDatabase {
  url: string
  drop(): Promise<void>
}

export interface UsedServer {
  url: string
  /** Stops it, if it was started here. */
  end(): Promise<void>
}

/** The server that is given, by `--store` or `TVILLING_TEST_POSTGRES`; or else a new one. */
export async function usePostgres(given: string | undefined): Promise<UsedServer> {
  const url = given ?? process.env['TVILLING_TEST_POSTGRES']
  if (url !== undefined) return { url, end: async () => {} }
  const server = await startPostgresServer()
  return { url: server.url, end: () => server.remove() }
}

export async function createDatabase(server: string): Promise<FreshDatabase> {
  const name = `tvilling_${randomUUID().replaceAll('-', '')}`
  await run(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(server, `DROP DATABASE ${name} WITH (FORCE)`) }
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
