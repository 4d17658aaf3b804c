/** Installs the packages of a peer in a folder of its own below `.peers`, which git ignores. They stay there. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const PEERS = join(ROOT, '.peers')

/** Without install scripts. @throws Error if npm cannot install them. */
export function install(packages: readonly string[]): string {
  const folder = join(PEERS, String(packages[0]).replaceAll(/[@/]/g, '_'))
  const done = join(folder, 'installed.json')
  const wanted = JSON.stringify(packages)
  if (existsSync(done)) return folder
  process.stderr.write(`installing ${packages.join(' ')}\n`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', ...packages]
  execFileSync('npm', words, { cwd: folder, stdio: 'pipe' })
  writeFileSync(done, wanted)
  return folder
}
