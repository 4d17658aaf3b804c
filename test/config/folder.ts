import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** Writes files into a folder of this test file, which is gone after it. */
export function filesOf(name: string): { folder: string; write(file: string, text: string): string } {
  const folder = mkdtempSync(join(tmpdir(), `tvilling-${name}-`))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    write(file, text) {
      const path = join(folder, file)
      writeFileSync(path, text)
      return path
    },
  }
}
