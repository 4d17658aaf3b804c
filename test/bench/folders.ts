/** The folders of the bench: all of them in `.bench`, which git ignores. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const BENCH = join(ROOT, '.bench')
/** The peers stay installed from run to run. */
export const PEERS = join(BENCH, 'peers')
/** The built package, as it is published. */
export const PACKAGE = join(BENCH, 'package')
/** Node's compile cache for the twin, separate from the user's. */
export const COMPILE_CACHE = join(BENCH, 'compile-cache')
export const YARDSTICKS = join(import.meta.dirname, 'yardsticks')

/** Folders to delete when this process ends. */
const temporary = new Set<string>()
process.once('exit', removeFolders)

/** A folder that is deleted when this process exits. */
export function temporaryFolder(name: string): string {
  mkdirSync(BENCH, { recursive: true })
  const folder = mkdtempSync(join(BENCH, `${name}-`))
  temporary.add(folder)
  return folder
}

function removeFolders(): void {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true })
}
