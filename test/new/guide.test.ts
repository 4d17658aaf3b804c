import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BUILD_LIMIT, builtPackage } from '../built-package.ts'
import { needs } from '../needs.ts'

needs('bash', 'curl')

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'tvilling-guide-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const guide = readFileSync(join(root, 'mocks/your-own-simulator.md'), 'utf8')
const blocks = [...guide.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', file = '', text = '']) => ({ language, file, text }),
)

/** A block of TypeScript is the file that it names; one of the shell is run. */
function asShell({ language, file, text }: (typeof blocks)[number]): string {
  return language === 'ts' ? `cat > ${file} <<'TYPESCRIPT'\n${text}TYPESCRIPT\n` : text
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

beforeAll(builtPackage, BUILD_LIMIT)

/** The package as it is built, with the packages of this repository: what `npm install` would bring. */
async function install(project: string): Promise<void> {
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name === '.bin' || name.startsWith('.vite')) continue
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  const programs = { vitest: 'vitest/vitest.mjs', tsc: 'typescript-7/bin/tsc' }
  for (const [name, program] of Object.entries(programs)) {
    symlinkSync(join(root, 'node_modules', program), join(modules, '.bin', name))
  }
  const packed = join(modules, 'tvilling')
  cpSync(await builtPackage(), packed, { recursive: true })
  symlinkSync(join(packed, 'dist/server/bin.js'), join(modules, '.bin/tvilling'))
  chmodSync(join(packed, 'dist/server/bin.js'), 0o755)
}

test('every block of the guide runs, in its order', async () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'ts']))
  const project = join(folder, 'project')
  await install(project)
  const script = blocks
    .map(asShell)
    .join('')
    .replace(/^npm install .*$/m, '')
    .replaceAll('127.0.0.1:4010', `127.0.0.1:${await freePort()}`)
  const port = /127\.0\.0\.1:(\d+)/.exec(script)?.[1]
  // Whatever happens, the server ends with the script.
  const ended = `trap 'kill $(jobs -p) 2> /dev/null || true' EXIT`
  const whole = `set -euo pipefail\n${ended}\n${script.replace('serve --simulator', `serve --port ${port} --simulator`)}`
  const path = `${dirname(process.execPath)}:${process.env['PATH']}`
  const { stdout } = await run('bash', ['-c', whole], {
    cwd: project,
    env: { ...process.env, PATH: path, NODE_OPTIONS: '', CI: '1', VITEST: undefined },
    timeout: 280_000,
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(`${error.stdout}\n${error.stderr}`)
  })
  expect(stdout).toContain(
    'contracts/parcel and mocks/parcel are written: 4 operations, which keep parcels, and 1 event.',
  )
  expect(stdout).toContain('"status":"delivered"')
  expect(stdout).toMatch(/\n100 %: (\d+) held of \1, 0 failed/)
}, 300_000)
