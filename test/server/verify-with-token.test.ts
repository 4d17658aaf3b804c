import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { expect, test } from 'vitest'

test('a server that demands its token and whose tenants are not open is verified in a tenant of its own', async () => {
  await using server = await startServer({
    port: 0,
    controlToken: 'for-all',
    openTenants: false,
    harness: { simulators, now: '2026-01-01T00:00:00Z' },
  })
  const lines: string[] = []
  const out = (text: string) => void lines.push(text)
  const flags = ['--api', 'indkaldelse', '--url', server.url, '--control-token', 'for-all']
  const code = await main(['verify', ...flags, '--runs', '1'], {
    out,
    error: out,
  })
  expect(`${code} ${lines.join('')}`).toMatch(/^0 [\s\S]* 0 failed, 0 never reached/)
  expect(await server.tenants.names()).toEqual(['default'])
})
