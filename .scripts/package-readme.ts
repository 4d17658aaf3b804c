/**
 * `package-readme.ts write` before a `npm pack`, and `package-readme.ts restore` after it: the package takes the README of
 * the root as it is, and at the registry only links with an address work.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withAddresses } from './package-pages.ts'

process.chdir(join(import.meta.dirname, '..'))
const kept = 'node_modules/.cache/tvilling-readme/README.md'

// Also before a new start: the last one may have been interrupted.
if (existsSync(kept)) renameSync(kept, 'README.md')
if (process.argv[2] === 'write') {
  const text = readFileSync('README.md', 'utf8')
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, text)
  writeFileSync('README.md', withAddresses(text, '.'))
}
