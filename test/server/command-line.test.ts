import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { run } from '../new/command.ts'

describe('a mistake on the command line gets one sentence that says what to do', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    expect(await run('serve', '--port', String(port), '--log', 'silent')).toEqual({
      code: 3,
      out: '',
      error: `Port ${port} is taken. Choose another with --port, or --port 0 for a free one.\n`,
    })
    await new Promise((resolve) => other.close(resolve))
  })

  const mistakes: [string[], RegExp][] = [
    [['--port', 'web'], /^--port takes a whole number from 0 to 65535, not "web"\.\n$/],
    [['--clock', 'fast'], /^--clock takes real, manual or a factor such as x60, not "fast"\.\n$/],
    [['--now', 'tomorrow'], /^"tomorrow" is no point in time\. Write it as 2026-01-01T00:00:00Z\.\n$/],
    [['--log', 'loud'], /^--log takes pretty, json or silent, not "loud"\.\n$/],
    [['--store', 'redis:'], /^"redis:" is no store\. Use memory, sqlite:<file> or postgres:.*\n$/],
    [
      ['--scenario', 'indkaldelse-creatd'],
      /^There is no scenario "indkaldelse-creatd"\. Nearest: indkaldelse-created.*\n$/,
    ],
  ]
  test.each(mistakes)('serve %j', async (flags, expected) => {
    const { code, error } = await run('serve', '--port', '0', '--log', 'silent', ...flags)
    expect([code, error]).toEqual([2, expect.stringMatching(expected)])
  })

  const refusals: [string[], RegExp][] = [
    [['--store', 'sqlite:/nowhere/at/all.db'], /^The store \/nowhere\/at\/all\.db cannot be opened: .+\.\n$/],
    [['--store', 'postgres://nobody@127.0.0.1:1/none'], /^[^\n]*127\.0\.0\.1:1[^\n]*\n$/],
    [['--settings', '/nowhere.yaml'], /^The settings in \/nowhere\.yaml cannot be read: ENOENT.+\n$/],
    [
      ['--host', '203.0.113.9'],
      /^203\.0\.113\.9 is no address of this machine\. Choose another with --host\.\n$/,
    ],
  ]
  test.each(refusals)('serve %j could not be done', async (flags, expected) => {
    const { code, error } = await run('serve', '--port', '0', '--log', 'silent', ...flags)
    expect([code, error]).toEqual([3, expect.stringMatching(expected)])
  })

  test('an option that does not exist', async () => {
    const { code, error } = await run('serve', '--prot', '1')
    expect(code).toBe(2)
    expect(error).toContain("unknown option '--prot'")
    expect(error).toContain('Did you mean --port?')
  })
})

test('scenarios lists each scenario with what it needs', async () => {
  const { code, out } = await run('scenarios')
  expect(code).toBe(0)
  expect(out).toMatch(/^indkaldelse-created {2}\(indkaldelse\)\n {4}\S/m)
})
