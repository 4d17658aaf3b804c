/** Where the bench keeps what it makes: all of it in `.bench`, which git ignores. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const BENCH = join(ROOT, '.bench')
/** The peers stay installed from run to run. */
export const PEERS = join(BENCH, 'peers')
/** The built package, as it is published. */
export const PACKAGE = join(BENCH, 'package')
/** Code of the twin that Node has compiled, apart from the user's own. */
export const COMPILE_CACHE = join(BENCH, 'compile-cache')
export const YARDSTICKS = join(import.meta.dirname, 'yardsticks')

/** Folders that are to go with this process. */
const temporary = new Set<string>()
process.once('exit', removeFolders)

/** A folder that is gone when this process ends, however it ends. */
export function temporaryFolder(name: string): string {
  mkdirSync(BENCH, { recursive: true })
  const folder = mkdtempSync(join(BENCH, `${name}-`))
  temporary.add(folder)
  return folder
}

function removeFolders(): void {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true })
}
