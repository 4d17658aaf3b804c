import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHarness } from 'tvilling'
import { startServer } from 'tvilling/server'
import { afterAll, expect, test } from 'vitest'
import { parkingPermits } from '../journeys/sixth/simulator.ts'
import { run } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-new-'))
afterAll(() => rmSync(folder, { recursive: true }))

const own = ['--simulator', 'test/journeys/sixth']

test('verify drives a server by a plan of its own', async () => {
  const server = await startServer({
    port: 0,
    harness: { simulators: [parkingPermits], now: '2026-01-01T00:00:00Z' },
  })
  try {
    const target = ['--api', 'parking-permits', '--url', server.url, '--seed', '1', '--runs', '3']
    const { code, out } = await run('verify', ...own, ...target)
    expect(out).toContain('100 %: 32 held of 32')
    expect(code, out).toBe(0)
    expect((await run('verify', ...target)).error).toContain('parking-permits')
  } finally {
    await server.close()
  }
})

test('pact states lists its scenarios', async () => {
  expect((await run('pact', 'states', ...own)).out).toContain('permit-granted  (parking-permits)')
})

test('drift plays a recording of it', async () => {
  await using harness = await createHarness({ simulators: [parkingPermits], now: '2026-01-01T00:00:00Z' })
  const { accessToken } = await token(harness)
  const headers = { authorization: `Bearer ${accessToken}` }
  await harness.fetch('https://town.example/permits/ABC123', { method: 'PUT', headers })
  const file = join(folder, 'permits.har')
  writeFileSync(file, JSON.stringify(await harness.journal.har()))
  expect(await run('drift', file, ...own)).toMatchObject({ code: 0, out: '2 exchanges played, 0 differ\n' })
  expect((await run('drift', file)).out).toContain('0 exchanges played')
})

test('proxy knows it by its name', async () => {
  const wrong = ['--api', 'parking-permits', '--target', 'nowhere']
  expect((await run('proxy', ...own, ...wrong)).error).toMatch(/^--target takes a URL/)
  expect((await run('proxy', ...wrong)).error).toMatch(/parking-permits/)
})

async function token({ fetch }: Pick<Awaited<ReturnType<typeof createHarness>>, 'fetch'>) {
  const response = await fetch('https://town.example/permits/token', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { accessToken: access_token }
}
