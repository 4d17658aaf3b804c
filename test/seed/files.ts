/** Seed files in a folder of their own, which is removed when the test is over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Writes files by their names; returns their paths. */
export function seedFiles(texts: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-seed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return Object.entries(texts).map(([name, text]) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    return file
  })
}

/** A seed file with one bundle. */
export const withBundle = (id: string) =>
  `person-monitoring:\n  bundles:\n    - { id: ${id}, people: [legal-id] }\n`
