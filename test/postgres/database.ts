/** A new, empty database on the PostgreSQL server of the suite. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase extends AsyncDisposable {
  url: string
  /** Runs SQL in it, past the store. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>
}

export async function createTestDatabase(server?: string): Promise<TestDatabase> {
  const admin = server ?? (await suiteServer())
  const name = `tvilling_${randomUUID().replaceAll('-', '')}`
  await inDatabase(admin, `CREATE DATABASE ${name} TEMPLATE template0`)
  const url = new URL(admin)
  url.pathname = `/${name}`
  return {
    url: url.href,
    sql: (text, values) => inDatabase(url.href, text, values),
    [Symbol.asyncDispose]: async () => {
      await inDatabase(admin, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

/** The URL of the PostgreSQL server of the suite. */
export async function suiteServer(): Promise<string> {
  const response = await fetch(inject('postgres'))
  if (!response.ok) throw new Error(await response.text())
  return response.text()
}

async function inDatabase(url: string, text: string, values?: unknown[]) {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(text, values)).rows
  } finally {
    await client.end()
  }
}
