/** The package as it is published: built and packed outside the checkout. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { COMPILE_CACHE, PACKAGE, ROOT } from './folders.ts'
import type { ServerCommand } from './server-process.ts'

/** Builds it anew. */
export function buildPackage(): void {
  rmSync(PACKAGE, { recursive: true, force: true })
  mkdirSync(PACKAGE, { recursive: true })
  for (const file of ['package.json', 'README.md', 'LICENSE']) cpSync(join(ROOT, file), join(PACKAGE, file))
  execFileSync(process.execPath, [join(ROOT, '.scripts/build.ts'), join(PACKAGE, 'dist')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/**
 * Installs it from its tarball, as a user does, in an empty folder.
 * @throws Error if npm fails.
 */
export function installPackage(folder: string): void {
  execFileSync(process.execPath, [join(ROOT, '.docs/build.ts'), join(PACKAGE, 'dist/docs'), '--compress'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // What the scripts would do is done: a build, and the documentation site.
  const tarball = execFileSync(
    'npm',
    ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder],
    {
      cwd: PACKAGE,
      encoding: 'utf8',
    },
  ).trim()
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', join(folder, tarball)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const SERVE = ['serve', '--log', 'silent', '--clock', 'manual', '--now', '2026-01-01T00:00:00Z']

/** `tvilling serve` of the built package; later options replace earlier ones. */
export function serveCommand(
  port: number,
  options: readonly string[] = [],
  { bin = join(PACKAGE, 'dist/server/bin.js'), node = [] as readonly string[], cache = COMPILE_CACHE } = {},
): ServerCommand {
  if (!existsSync(bin)) throw new Error(`${bin} is not built.`)
  return {
    command: [
      process.execPath,
      ...node,
      '--disable-warning=ExperimentalWarning',
      bin,
      ...SERVE,
      '--port',
      String(port),
      ...options,
    ],
    environment: { NODE_COMPILE_CACHE: cache },
  }
}

/** `npm start`: the same from the sources, whose types Node strips. */
export function sourceCommand(port: number): ServerCommand {
  const node = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning']
  return {
    command: [process.execPath, ...node, join(ROOT, 'server/bin.ts'), ...SERVE, '--port', String(port)],
    environment: { NODE_COMPILE_CACHE: COMPILE_CACHE },
  }
}
