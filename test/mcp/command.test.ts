import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadSdk } from '../../server/mcp/sdk.ts'
import { run } from '../new/command.ts'
import { startCommand } from '../server/process.ts'
import { COMMAND, httpAgent } from './agent.ts'

test('standard output carries the protocol and nothing else, and the end of the input ends the process', async () => {
  const child = spawn(process.execPath, [...COMMAND, '--clock', 'x60'], { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (output.includes('"id":2')) child.stdin.end()
  })
  const initialize = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  }
  const messages = [
    { id: 1, method: 'initialize', params: initialize },
    { method: 'notifications/initialized' },
    { id: 2, method: 'tools/call', params: { name: 'clock_read', arguments: {} } },
  ]
  for (const message of messages) child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  const answers = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(answers).toMatchObject([
    {
      id: 1,
      result: { serverInfo: { name: 'tvilling' }, instructions: expect.stringContaining('twin_address') },
    },
    { id: 2, result: { structuredContent: { mode: 'real', factor: 60 } } },
  ])
})

test('over HTTP it takes the options of serve, says where it listens, and a signal ends it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tvilling-mcp-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const settings = join(folder, 'settings.yaml')
  await writeFile(settings, 'birth-report: { nulls: refused }')
  const server = await startCommand('mcp', '--http', '0', '--control-token', 'sesame', '--settings', settings)
  onTestFinished(() => void server.end('SIGKILL'))
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/)
  const { call, close } = await httpAgent(server.url, 'sesame')
  expect(await call('clock_read')).toMatchObject({ mode: 'manual' })
  expect(await call('simulator_read', { simulator: 'birth-report' })).toMatchObject({
    simulator: { settings: { nulls: 'refused' } },
  })
  expect(server.output()).toContain(`tvilling mcp controls ${(await call('twin_address'))['url']}\n`)
  await close()
  expect(await server.end('SIGTERM')).toBe(0)
})

test('without the SDK one sentence says how to install it', async () => {
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
  await expect(loadSdk(() => Promise.reject(missing))).rejects.toThrow(
    'tvilling mcp needs the package @modelcontextprotocol/server, which is not installed: npm install --save-dev @modelcontextprotocol/server',
  )
  await expect(loadSdk(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

test.each([
  [['--url', 'here'], '--url is the address of a server such as http://127.0.0.1:4010, not "here".'],
  [
    ['--url', 'http://127.0.0.1:1', '--seed', '2'],
    '--seed is for a twin of its own: leave it out with --url.',
  ],
  [['--url', 'http://127.0.0.1:1', '--tenant', 'Team'], '"Team" is no tenant\'s name'],
  [['--tenant', 'team-a'], '--tenant is of a running server: give its --url as well.'],
  [['--http', 'web'], '--http takes a whole number from 0 to 65535, not "web".'],
  [['--clock', 'fast'], '--clock takes real, manual or a factor such as x60, not "fast".'],
  [['--now', 'tomorrow'], '"tomorrow" is no point in time.'],
  [['--settings', '/nowhere.yaml'], 'The settings in /nowhere.yaml cannot be read: ENOENT'],
  [['--simulator', './nowhere'], 'There is no file, folder or package "./nowhere".'],
])('a wrong option gets one sentence: %j', async (flags, sentence) => {
  const { code, out, error } = await run('mcp', ...flags)
  expect(error.slice(0, sentence.length)).toBe(sentence)
  expect(error).toMatch(/^[^\n]+\n$/)
  expect(out).toBe('')
  expect(code).toBeGreaterThan(0)
})

test('a port that is taken gets one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const { error } = await run('mcp', '--http', String(port))
  expect(error).toBe(
    `Port ${port} is taken. Choose another with --http <port>, or --http 0 for a free one.\n`,
  )
  other.close()
})
