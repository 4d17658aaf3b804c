/** The sample programs in other languages, run as a reader runs them: with the lines of the start screen. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, type TestContext, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import { call, temporaryFolder } from '../tls/secure-library.ts'

const PYTHONS = [process.env['TVILLING_TEST_PYTHON'], '/usr/bin/python3', 'python3', 'python']

interface Program {
  language: 'Java' | 'Python'
  folder: string
  /** The command that runs its tests; undefined if it cannot run here. */
  command(): string[] | undefined
  needs: string
  passed: RegExp
}

const programs: Program[] = [
  {
    language: 'Java',
    folder: 'java',
    command: () => (works('javac', '--version') ? ['java', 'IdentificationTest.java'] : undefined),
    needs: 'a JDK from 17 on',
    passed: /3 of 3 passed/,
  },
  {
    language: 'Python',
    folder: 'python',
    command() {
      const python = PYTHONS.find((name) => name && works(name, '-c', 'import requests_oauthlib'))
      return python === undefined ? undefined : [python, '-B', '-m', 'unittest']
    },
    needs: 'python3 with requests and requests_oauthlib',
    passed: /Ran 3 tests in .*\n\nOK/,
  },
]

const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

describe.each(programs)('the program in $language', (program) => {
  test('has the message, the answers and the fault that its test expects', {
    timeout: 90_000,
  }, async (context) => {
    const { code, output, tenants } = await run(program, context)
    expect(output).toMatch(program.passed)
    expect(code).toBe(0)
    expect(tenants).toEqual(['default'])
  })

  test('prints the journal of a test that fails', { timeout: 90_000 }, async (context) => {
    const settings = join(temporaryFolder(), 'settings.yaml')
    writeFileSync(settings, 'consumer-intelligence:\n  identifiedAfter: PT1H\n')
    const { code, output, tenants } = await run(program, context, '--settings', settings)
    expect(output).toMatch(/^#\d+ .* POST \/consumer-intelligence\/v3\/consumers -> 202 /m)
    expect(code).toBe(1)
    expect(tenants).toEqual(['default'])
  })
})

async function run({ language, folder, command, needs }: Program, context: TestContext, ...flags: string[]) {
  const [program, ...args] = command() ?? context.skip(`optional: the program in ${language} needs ${needs}`)
  const server = await startProcess('--tls', 'self-signed', '--tls-folder', temporaryFolder(), ...flags)
  onTestFinished(async () => void (await server.end('SIGTERM')))
  const trust = new RegExp(` ${language} +export (\\w+)=(\\S+)\n`).exec(server.output())
  const [, variable = '', value = ''] = trust ?? []
  const child = spawn(program as string, args, {
    cwd: join(import.meta.dirname, folder),
    env: { ...process.env, TVILLING_URL: server.url, [variable]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes
    })
  }
  const [code] = await once(child, 'close')
  return { code, output, tenants: await tenantsOf(server.url) }
}

/** A program leaves nothing behind. */
async function tenantsOf(url: string): Promise<string[]> {
  const { json } = await call(`${url}/_tvilling/tenants`, { rejectUnauthorized: false })
  return json['tenants'] as string[]
}
