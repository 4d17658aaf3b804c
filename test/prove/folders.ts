/** The folders of the proof: all of them in `.prove`, which git ignores. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')
export const PROVE = join(ROOT, '.prove')

/** A folder that is deleted when it is disposed of. */
export function temporaryFolder(name: string): { path: string; [Symbol.dispose](): void } {
  mkdirSync(PROVE, { recursive: true })
  const path = mkdtempSync(join(PROVE, `${name}-`))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
