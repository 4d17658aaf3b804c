import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createHarness, type Harness } from 'tvilling'
import { startServer, tvilling } from 'tvilling/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { quiet, turnedWall } from '../engine/wall.ts'

const faults = [
  { fault: 'delay', delay: 'PT1H' },
  { fault: 'slow-body', during: 'PT1H' },
] as const

const options = () => {
  const wall = turnedWall()
  return { wall, harness: { simulators: [library()], now: START, clock: { mode: 'real' as const }, wall } }
}

async function ofServer() {
  const { wall, harness } = options()
  const server = await startServer({ port: 0, harness })
  onTestFinished(() => server.close())
  return { wall, url: server.url, harness: await server.tenants.get('default') }
}

async function ofExpress() {
  const { wall, harness: given } = options()
  const harness: Harness = await createHarness(given)
  const server = createServer(express().use(tvilling(harness))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await harness.close()
  })
  return { wall, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, harness }
}

test.each([
  ['a server', ofServer],
  ['an Express application', ofExpress],
])('a client of %s that hangs up while a fault delays its answer keeps nothing waiting', async (_, open) => {
  for (const fault of faults) {
    const { wall, url, harness } = await open()
    await harness.faults.add({ simulator: 'library', operation: 'misbehave', ...fault } as never)
    const controller = new AbortController()
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{}', signal: controller.signal }
    const pending = fetch(`${url}/mischief/none`, init).then((response) => response.text())
    void pending.catch(() => {})
    await vi.waitFor(() => expect(wall.isAwaited()).toBe(true), { interval: 1 })
    controller.abort()
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
    await vi.waitFor(() => expect(wall.isAwaited()).toBe(false), { interval: 1 })
    await quiet()
  }
})
