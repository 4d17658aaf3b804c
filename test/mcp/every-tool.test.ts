import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { endpointOf, httpAgent, stdioAgent, twinAt } from './agent.ts'
import { callEveryTool } from './every-tool.ts'

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tvilling-mcp-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('an agent controls a twin of its own over stdio with every tool', async () => {
  const agent = await stdioAgent(['--now', '2026-01-01T00:00:00Z'])
  await callEveryTool(agent, await newFolder())
  expect(agent.log()).toMatch(/^tvilling mcp controls http:\/\/127\.0\.0\.1:\d+\n$/)
})

test('an agent controls a tenant of a running server over HTTP with every tool', async () => {
  const harness = { simulators, now: '2026-01-01T00:00:00Z', clock: { mode: 'manual' as const } }
  await using server = await startServer({ port: 0, controlToken: 'sesame', harness })
  const twin = twinAt(server.url, { tenant: 'team-a', controlToken: 'sesame' })
  const { url, defects } = await endpointOf(twin, 'sesame')
  await callEveryTool(await httpAgent(url, 'sesame', 'auto'), await newFolder())
  expect(defects).toEqual([])
  expect(await server.tenants.names()).toEqual(['default', 'team-a'])
})
