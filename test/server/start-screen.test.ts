import { expect, test } from 'vitest'
import { startProcess } from './process.ts'

test('the start-up screen tells which URL replaces which, who may call, and where to look next', async () => {
  const server = await startProcess('--now', '2026-01-01T00:00:00Z', '--clock', 'manual')
  const output = server.output()
  for (const [from, name] of [
    ['https://api.bisnode.com', 'consumer-intelligence'],
    ['https://indkaldelse.test', 'indkaldelse'],
    ['https://api.roaring.io', 'person-monitoring'],
    ['https://birthreport.test', 'birth-report'],
    ['https://aml.bankidapis.no', 'organization-session'],
  ]) {
    expect(output).toMatch(new RegExp(`${from} +-> ${server.url} +${name}\n`))
  }
  expect(output).toContain('OAuth client   tvilling, secret tvilling')
  expect(output).toContain('2026-01-01T00:00:00.000Z, stands still until advanced')
  expect(output).toMatch(new RegExp(`tvilling listening on ${server.url}\n$`))
  await server.end('SIGTERM')
})
