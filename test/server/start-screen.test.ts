import { expect, test } from 'vitest'
import { startProcess } from './process.ts'

test('the start-up screen tells which URL replaces which, who may call, and where to look next', async () => {
  const server = await startProcess('--now', '2026-01-01T00:00:00Z', '--clock', 'manual')
  const output = server.output()
  expect(output).toContain(`https://api.bisnode.com         -> ${server.url}   consumer-intelligence`)
  expect(output).toContain(`https://indkaldelse.test        -> ${server.url}   indkaldelse`)
  expect(output).toContain('OAuth client   tvilling, secret tvilling')
  expect(output).toContain('2026-01-01T00:00:00.000Z, stands still until advanced')
  expect(output).toMatch(new RegExp(`tvilling listening on ${server.url}\n$`))
  await server.end('SIGTERM')
})
