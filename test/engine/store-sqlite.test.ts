import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from 'tvilling'
import { expect, test } from 'vitest'
import { storeConformance } from './store-conformance.ts'

storeConformance('SQLite in memory', () => ({
  open: () => openSqliteStore(':memory:'),
  lasting: false,
  clean: () => {},
}))

storeConformance('a SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-store-'))
  return {
    open: () => openSqliteStore(join(folder, 'store.db')),
    lasting: true,
    clean: () => rmSync(folder, { recursive: true }),
  }
})

test('a file that is no database, or cannot be made, is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-store-'))
  const file = join(folder, 'letter.txt')
  writeFileSync(file, 'Dear reader, this is a letter. '.repeat(100))
  expect(() => openSqliteStore(file)).toThrow('is not a database')
  expect(() => openSqliteStore(join(folder, 'missing', 'store.db'))).toThrow('unable to open database file')
  rmSync(folder, { recursive: true })
})
