import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { describe, expect, test } from 'vitest'
import { startCommand } from '../server/process.ts'
import { createIndkaldelse, fetchToken } from '../server/token.ts'

async function run(...argv: string[]) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  const code = await main(argv, { out: write, error: write })
  return { code, out }
}

test('tvilling proxy records until it is stopped, and tvilling drift plays the file', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'tvilling-proxy-')), 'session.har')
  const server = await startServer({ port: 0, harness: { simulators } })
  const proxy = await startCommand('proxy', '--api', 'indkaldelse', '--target', server.url, '--record', file)
  const token = await fetchToken(proxy.url)
  expect(await createIndkaldelse(proxy.url, token, 'request-1')).toBe(200)
  expect(await createIndkaldelse(proxy.url, 'wrong', 'request-2')).toBe(401)
  expect(await proxy.end('SIGTERM')).toBe(0)
  await server.close()

  const output = proxy.output()
  expect(output).toContain('#2 indkaldelse.createIndkaldelse 200 ok\n')
  expect(output).toMatch(/3 exchanges are in .*session\.har; replaced: .*1 number/)
  expect(output).toContain('3 exchanges: 0 requests and 0 responses broke the contract\n')
  const text = await readFile(file, 'utf8')
  for (const original of ['1702900991', token]) expect(output + text).not.toContain(original)
  expect((await stat(file)).mode & 0o777).toBe(0o600)

  expect(await run('drift', file, '--api', 'indkaldelse')).toEqual({
    code: 0,
    out: '3 exchanges played, 0 differ\n',
  })
})

describe('a mistake is reported in one sentence', () => {
  const mistakes: [string[], RegExp][] = [
    [['proxy', '--target', 'localhost:80'], /^--target takes a URL such as https:\/\/api\.example, not /],
    [
      ['proxy', '--target', 'http://x', '--api', 'indkaldels'],
      /^There is no API "indkaldels"\. Nearest: indkaldelse/,
    ],
    [['proxy', '--target', 'http://x', '--port', 'web'], /^--port takes a whole number/],
    [['proxy'], /^error: required option '--target <url>' not specified/],
    [['drift', 'package.json'], /^package\.json is no HAR: it has no log with entries\./],
  ]
  test.each(mistakes)('%j', async (argv, expected) => {
    const { code, out } = await run(...argv)
    expect([code, out]).toEqual([2, expect.stringMatching(expected)])
  })

  const refusals: [string[], RegExp][] = [
    [['proxy', '--target', 'http://x', '--record', '/nowhere/a.har'], /^\/nowhere is no folder that can be/],
    [['drift', '/nowhere.har'], /^\/nowhere\.har cannot be read: ENOENT/],
  ]
  test.each(refusals)('%j could not be done', async (argv, expected) => {
    const { code, out } = await run(...argv)
    expect([code, out]).toEqual([3, expect.stringMatching(expected)])
  })
})
