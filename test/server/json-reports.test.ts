import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from '../new/command.ts'
import { startCommand } from './process.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-json-'))
const har = join(folder, 'run.har')
const contract = 'contracts/indkaldelse/openapi.yaml'
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  server = await startServer({ port: 0, harness: { simulators } })
  await using harness = await createHarness({ simulators })
  await harness.handle({ method: 'GET', path: '/nope', query: '', host: 'example.org', headers: {} })
  writeFileSync(har, JSON.stringify(await harness.journal.har()))
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const commands: [command: string[], members: string[]][] = [
  [['scenarios'], ['scenarios']],
  [['settings', '--api', 'indkaldelse'], ['indkaldelse']],
  [['pact', 'states'], ['states']],
  [['pact', 'write', join(folder, 'pacts'), '--api', 'indkaldelse'], ['written']],
  [
    ['replay', har],
    ['exchanges', 'difference'],
  ],
  [
    ['drift', har],
    ['played', 'skipped', 'drifts'],
  ],
  [['diff', contract, contract], ['changes']],
]

test.each(commands)('%j --json prints JSON and nothing else', async (command, members) => {
  const { code, out, error } = await run(...command, '--json')
  expect([code, error]).toEqual([0, ''])
  expect(Object.keys(JSON.parse(out))).toEqual(members)
})

test.each(commands)('%j --json <file> writes it, and prints the text', async (command, members) => {
  const file = join(folder, 'report.json')
  const { code, out } = await run(...command, '--json', file)
  expect([code, out]).toEqual([0, (await run(...command)).out])
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(members)
})

test('new and generate say as JSON what they have written', async () => {
  const into = join(folder, 'own')
  const argv = ['new', 'parcel', '--from', 'contracts/indkaldelse/openapi.yaml', '--into', into]
  const made = await run(...argv, '--json')
  expect(made.code, made.error).toBe(0)
  expect(JSON.parse(made.out)).toMatchObject({
    written: expect.arrayContaining([join(into, 'mocks/parcel/simulator.ts')]),
    notes: expect.any(Array),
  })
  const again = await run('generate', '--into', into, '--json')
  expect([again.code, JSON.parse(again.out)]).toEqual([0, { written: [] }])
})

test('verify --json prints the report alone, with the same exit code', async () => {
  const argv = ['verify', '--api', 'indkaldelse', '--url', server.url, '--runs', '1', '--read-only', '--json']
  const { code, out } = await run(...argv)
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ api: 'indkaldelse', readOnly: true, score: { failed: 0 } })
})

test('proxy --json prints what it found when it is stopped, and all else beside it', async () => {
  const proxy = await startCommand('proxy', '--target', server.url, '--json')
  await (await fetch(`${proxy.url}/nope`)).text()
  expect(await proxy.end('SIGTERM')).toBe(0)
  const printed = proxy.output().slice(proxy.output().indexOf('{\n'))
  expect(JSON.parse(printed)).toMatchObject({ exchanges: [{ number: 1, status: 404 }] })
})
