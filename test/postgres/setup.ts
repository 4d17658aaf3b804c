/**
 * One PostgreSQL server for the whole suite: that of `TVILLING_TEST_POSTGRES`, or one that is started when the first test
 * asks for it. Tests run in several processes, so they ask over HTTP.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type PostgresServer, startPostgresServer } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers the URL of a PostgreSQL server. */
    postgres: string
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  let started: Promise<PostgresServer> | undefined
  const given = process.env['TVILLING_TEST_POSTGRES']

  const server = createServer(async (_, response) => {
    try {
      if (!given) started ??= startPostgresServer()
      response.end(given ?? (await started)?.url)
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  provide('postgres', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)

  return async () => {
    server.closeAllConnections()
    server.close()
    await (await started?.catch(() => undefined))?.remove()
  }
}
