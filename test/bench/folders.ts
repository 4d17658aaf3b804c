/** Where the bench keeps what it makes: all of it in `.bench`, which git ignores. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const BENCH = join(ROOT, '.bench')
/** The peers stay installed from run to run. */
export const PEERS = join(BENCH, 'peers')
/** The built package, as it is published. */
export const PACKAGE = join(BENCH, 'package')
export const YARDSTICKS = join(import.meta.dirname, 'yardsticks')

const temporary = new Set<string>()

/** A folder that is gone when this process ends, however it ends. */
export function temporaryFolder(name: string): string {
  mkdirSync(BENCH, { recursive: true })
  const folder = mkdtempSync(join(BENCH, `${name}-`))
  if (temporary.size === 0) process.once('exit', removeFolders)
  temporary.add(folder)
  return folder
}

function removeFolders(): void {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true })
}
