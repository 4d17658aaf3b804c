import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Runs the health check of the image; resolves with what it says of an unhealthy server. */
const check = (variables: Record<string, string>) =>
  run(process.execPath, ['.deploy/image/health.mjs'], { env: variables }).then(
    () => 'healthy',
    ({ stderr }: { stderr: string }) => stderr.trim(),
  )

test('a server that answers is healthy, and one that is not there is not', async () => {
  const server = await startServer({ port: 0, harness: { simulators: [] } })
  const { port } = new URL(server.url)
  expect(await check({ TVILLING_PORT: port })).toBe('healthy')
  await server.close()
  expect(await check({ TVILLING_PORT: port })).toMatch(/^No answer at port \d+: .*ECONNREFUSED/)
})

test('a server that answers with an error is not healthy', async () => {
  const server = createServer((_, response) => response.writeHead(500).end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  expect(await check({ TVILLING_PORT: String(port) })).toBe('The server answers with 500.')
  expect(await check({ TVILLING_PORT: String(port), TVILLING_TLS: 'self-signed' })).toMatch(/^No answer/)
  server.close()
})
