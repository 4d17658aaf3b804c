/** Projects that have installed the packed package, and a few tools of the repository. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { builtPackage } from '../built-package.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** The oldest Node that `engines` allows, and the one of the repository. */
export const NODES = {
  oldest: join(root, 'node_modules/node-22/bin/node'),
  newest: process.execPath,
} as const

export interface Manifest {
  name: string
  version: string
  files: string[]
  engines: { node: string }
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  peerDependencies: Record<string, string>
  exports: Record<string, Record<string, unknown>>
  bin: { tvilling: string }
}

export interface Result {
  code: number
  output: string
}

export interface Installed {
  /** The folder of the packed package. */
  package: string
  /** The tarball as npm makes it. */
  tarball: string
  manifest: Manifest
  /** Creates a project with these files; returns its folder. */
  project(name: string, files: Readonly<Record<string, string>>): string
  remove(): void
}

/**
 * Packs the package and installs it into a new folder.
 * @param tools packages of the repository that the projects have too.
 */
export async function install(...tools: string[]): Promise<Installed> {
  const built = await builtPackage()
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-installed-'))
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  // What makes the package (`prepack`) has run already, in `builtPackage`.
  const flags = ['--ignore-scripts', '--json', '--pack-destination', folder]
  const { stdout } = await run('npm', ['pack', ...flags], { cwd: built, shell: process.platform === 'win32' })
  const [packed] = JSON.parse(stdout) as { filename: string }[]
  const tarball = join(folder, String(packed?.filename))
  await run('tar', ['-xzf', tarball, '-C', folder])
  const installed = join(modules, 'tvilling')
  renameSync(join(folder, 'package'), installed)
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest
  for (const name of [...Object.keys(manifest.dependencies), ...tools]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    // Junctions are what an ordinary user of Windows may make.
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction')
  }
  return {
    package: installed,
    tarball,
    manifest,
    project(name, files) {
      mkdirSync(join(folder, name), { recursive: true })
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name, file)), { recursive: true })
        writeFileSync(join(folder, name, file), text)
      }
      return join(folder, name)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs Node in a folder; what it prints comes with its exit code. No flags and no paths of the repository reach it. */
export function runNode(node: string, words: readonly string[], cwd: string): Promise<Result> {
  const { NODE_OPTIONS, NODE_PATH, VITEST, JEST_WORKER_ID, FORCE_COLOR, ...env } = process.env
  return new Promise((resolve) => {
    execFile(node, words, { cwd, env: { ...env, NO_COLOR: '1', CI: '1' } }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? (error ? 1 : 0)), output: `${out}${err}` }),
    )
  })
}

/** A program of a package of the repository. */
export const program = (path: string) => join(root, 'node_modules', path)
