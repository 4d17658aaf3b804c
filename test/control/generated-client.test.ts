import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient } from '@hey-api/openapi-ts'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test, vi } from 'vitest'
import { root } from '../project/repository-copy.ts'
import { startReceiver } from '../receiver.ts'

const PAGE = 'server/http/control-from-any-language.md'

/** What a project with a bundler has. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'preserve',
    moduleResolution: 'bundler',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: ['node'],
    strict: true,
    noEmit: true,
  },
}

async function sampleOf(page: string): Promise<string> {
  const text = await readFile(join(root, page), 'utf8')
  return /```ts\n(.*?)```/s.exec(text)?.[1] ?? ''
}

test('a client that is generated from the served document compiles, and controls the server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tvilling-client-'))
  await using server = await startServer({
    port: 0,
    harness: { simulators, now: '2026-01-01T00:00:00Z', clock: { mode: 'manual' } },
  })
  const receiver = await startReceiver()
  try {
    const document = (await (await fetch(`${server.url}/_tvilling/openapi.json`)).json()) as Record<
      string,
      unknown
    >
    await createClient({
      input: document,
      output: { path: join(folder, 'client') },
      logs: { level: 'silent' },
    })
    await writeFile(join(folder, 'sample.ts'), await sampleOf(PAGE))
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    const tsc = join(root, 'node_modules/typescript-7/bin/tsc')
    const compiled = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(({ stdout }) => ({
      stdout,
    }))
    expect(compiled.stdout).toBe('')

    vi.stubEnv('TVILLING_URL', server.url)
    vi.stubEnv('RECEIVER_URL', receiver.url)
    await import(join(folder, 'sample.ts'))
    expect(receiver.received.length).toBeGreaterThan(0)
  } finally {
    vi.unstubAllEnvs()
    await receiver.close()
    await rm(folder, { recursive: true })
  }
}, 120_000)

test('the requests by hand are answered as they stand on the page', async () => {
  await using server = await startServer({ port: 0, harness: { simulators } })
  const text = await readFile(join(root, PAGE), 'utf8')
  const script = [...text.matchAll(/```sh\n(U=.*?)```/gs)].map(([, block]) => block).join('')
  const here = script.replace('http://127.0.0.1:4010', server.url).replaceAll('curl -s', 'curl -sf')
  expect(here.split('curl').length).toBeGreaterThan(6)
  const { stdout } = await promisify(execFile)('sh', ['-ec', here])
  expect(stdout).toContain('"exchanges"')
})
