import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../new/command.ts'
import { startProcess } from '../server/process.ts'
import { seedFiles } from './files.ts'
import { type AnySeed, example } from './seeded.ts'

async function served(seedData: AnySeed): Promise<string> {
  const server = await startServer({ port: 0, harness: { simulators, seedData } })
  onTestFinished(server.close)
  return server.url
}

test('writes a file that a server starts with, whose own export is the same file', async () => {
  const [folder = ''] = seedFiles({ 'empty.yaml': '' }).map((file) => join(file, '..'))
  const [first, second] = [join(folder, 'first.yaml'), join(folder, 'second.yaml')]
  expect(await run('export', '--url', await served(example), '--file', first)).toEqual({
    code: 0,
    out: '',
    error: '',
  })
  const server = await startProcess('--seed-file', first, '--log', 'silent')
  expect((await run('export', '--url', server.url, '--file', second)).code).toBe(0)
  await server.end('SIGTERM')
  expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'))
}, 60_000)

test('prints YAML, of a tenant, and says in one line what it cannot express', async () => {
  const url = await served(example)
  await fetch(`${url}/t/team-a/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa('tvilling:tvilling')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  const { out, error } = await run('export', '--url', url, '--tenant', 'team-a')
  expect(out).toMatch(/^clock:\n {2}now: 2026-01-01T08:00:00.000Z\n/)
  expect(error).toBe('A seed file cannot express 1 access token of person-monitoring.\n')
})

test('writes JSON to a file with that ending', async () => {
  const [file = ''] = seedFiles({ 'seed.json': '' })
  await run('export', '--url', await served({}), '--file', file)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ clock: { mode: 'manual' } })
})

test('says in one sentence that no server is there', async () => {
  const { code, error } = await run('export', '--url', 'http://127.0.0.1:9')
  expect(error).toBe(
    'No Tvilling server answers at http://127.0.0.1:9. Start one with "tvilling serve", or name another with --url.\n',
  )
  expect(code).toBe(3)
})
