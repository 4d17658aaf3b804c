/** The report of a long run in parts: each run replaces the results of its parts and keeps the others. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface PartsReport {
  parts: Record<string, unknown>
}

/**
 * @param folder gets `report.json`, and `README.md` as `render` makes it.
 * @param order the names of all parts.
 */
export function writePart<R extends PartsReport>(
  folder: string,
  order: readonly string[],
  name: string,
  part: R['parts'][string],
  render: (report: R) => string,
): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'report.json')
  const before: PartsReport = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { parts: {} }
  const known: PartsReport['parts'] = { ...before.parts, [name]: part }
  const parts = Object.fromEntries(order.flatMap((each) => (known[each] ? [[each, known[each]]] : [])))
  const report = { parts } as unknown as R
  writeFileSync(file, JSON.stringify(report))
  // The linter reads it as well, unless Git ignores it.
  const biome = join(import.meta.dirname, '../node_modules/@biomejs/biome/bin/biome')
  execFileSync(process.execPath, [biome, 'format', '--write', '--no-errors-on-unmatched', file])
  writeFileSync(join(folder, 'README.md'), render(report))
}
