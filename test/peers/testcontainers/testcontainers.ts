import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../install.ts'
import type { Peer } from '../peer.ts'
import { startDaemon } from './daemon.ts'

/** The sample for Node in our page. */
const PAGE = '.deploy/testcontainers.md'

/** Type-checks and runs a user's program, and the sample of our page, with the built package and the real Testcontainers. There is no Docker in it. */
export const testcontainers: Peer = {
  name: 'Testcontainers',
  packages: ['testcontainers@12.2.0', '@types/node@24'],
  about:
    'a program with `TvillingContainer`, and the sample of our page, compile and run, with a daemon that starts processes',
  async check({ contract, installed, folder }) {
    if (contract.name !== 'control') return undefined
    const tvilling = join(installed, 'node_modules/tvilling')
    mkdirSync(tvilling, { recursive: true })
    copyFileSync(join(ROOT, 'package.json'), join(tvilling, 'package.json'))
    const build = [join(ROOT, '.scripts/build.ts'), join(tvilling, 'dist'), '--no-check']
    execFileSync(process.execPath, build, { cwd: ROOT, stdio: 'pipe' })
    copyFileSync(join(import.meta.dirname, 'program.ts'), join(installed, 'program.ts'))
    writeFileSync(join(installed, 'registry.test.ts'), sample())
    writeFileSync(join(installed, 'package.json'), '{ "private": true, "type": "module" }')

    const findings = [...compile(installed)]
    const socket = join(folder, 'docker.sock')
    const daemon = await startDaemon(socket, folder, [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      join(tvilling, 'dist/server/bin.js'),
      'serve',
    ])
    for (const program of [['program.ts'], ['--test', 'registry.test.ts']]) {
      const failure = await run(installed, program, socket)
      if (failure) findings.push(failure)
    }
    if (daemon.running() > 0) findings.push('a container was left running')
    findings.push(...daemon.unknown.map((each) => `the daemon was asked for ${each}`))
    await daemon.close()
    return { checks: 3, findings }
  },
}

/** With the types of the user's own Testcontainers. */
function compile(installed: string): string[] {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    types: ['node'],
    skipLibCheck: true,
  }
  const door = 'node_modules/tvilling/dist/server/testcontainers/testcontainers.d.ts'
  const config = { compilerOptions, files: ['program.ts', 'registry.test.ts', door] }
  writeFileSync(join(installed, 'tsconfig.json'), JSON.stringify(config))
  try {
    const tsc = join(ROOT, 'node_modules/typescript-7/bin/tsc')
    execFileSync(process.execPath, [tsc], { cwd: installed, stdio: 'pipe' })
    return []
  } catch (error) {
    return [String((error as { stdout: Buffer }).stdout)]
  }
}

function sample(): string {
  const page = readFileSync(join(ROOT, PAGE), 'utf8')
  return String(/```ts\n(\/\/ registry\.test\.ts\n.*?)```/s.exec(page)?.[1])
}

function run(cwd: string, words: readonly string[], socket: string): Promise<string | undefined> {
  const env = {
    PATH: process.env['PATH'],
    DOCKER_HOST: `unix://${socket}`,
    TESTCONTAINERS_RYUK_DISABLED: 'true',
    // If we are in a container ourselves, it would look for the way out.
    TESTCONTAINERS_HOST_OVERRIDE: '127.0.0.1',
  }
  return new Promise((resolve) => {
    execFile(process.execPath, [...words], { cwd, env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve(error || !/passed|^. pass 1$/m.test(stdout) ? `${stdout}${stderr}` : undefined),
    )
  })
}
