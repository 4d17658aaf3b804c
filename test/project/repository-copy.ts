/** A copy of this repository in a temporary folder, in which a test changes what it likes. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

const NODE = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning']

export interface RepositoryCopy {
  folder: string
  /** Runs a script of the copy; its path is relative to it. */
  run(script: string, ...flags: string[]): Promise<Run>
  /** Runs a command in the copy. */
  command(file: string, ...flags: string[]): Promise<Run>
  remove(): void
}

export interface Run {
  code: number
  output: string
}

/** Copies these files and folders; dependencies are those of the original. */
export function copyRepository(paths: readonly string[]): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-copy-'))
  for (const path of paths) cpSync(join(root, path), join(folder, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

  // `VITEST` and the like are this run's, not the copy's.
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] }
  const command: RepositoryCopy['command'] = (file, ...flags) =>
    new Promise((resolve) => {
      execFile(file, flags, { cwd: folder, env }, (error, out, problems) =>
        resolve({ code: Number(error?.code ?? 0), output: `${out}${problems}` }),
      )
    })
  return {
    folder,
    command,
    run: (script, ...flags) => command(process.execPath, ...NODE, script, ...flags),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
