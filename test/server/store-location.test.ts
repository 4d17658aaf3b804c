import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openTenantStores, parseStoreLocation } from '../../server/tenants/stores.ts'

test('a SQLite file has the option synchronous, whose values are listed where there is none such', () => {
  expect(parseStoreLocation('sqlite:a/b.db')).toEqual({ kind: 'sqlite', file: 'a/b.db' })
  expect(parseStoreLocation('sqlite:a/b.db?synchronous=full')).toEqual({
    kind: 'sqlite',
    file: 'a/b.db',
    synchronous: 'full',
  })
  for (const wrong of ['synchronous=off', 'x=1', '']) {
    expect(() => parseStoreLocation(`sqlite:a.db?${wrong}`)).toThrow(
      `"${wrong}" is no option of a SQLite file. There is synchronous=normal and synchronous=full.`,
    )
  }
})

test('a PostgreSQL database has the option lease; all others are for its driver', () => {
  const at = 'postgres://me@db/twins'
  expect(parseStoreLocation(at)).toEqual({ kind: 'postgres', url: at })
  expect(parseStoreLocation(`${at}?lease=3`)).toEqual({ kind: 'postgres', url: at, lease: 3_000 })
  expect(parseStoreLocation(`${at}?sslmode=require&lease=30&x=1`)).toEqual({
    kind: 'postgres',
    url: `${at}?sslmode=require&x=1`,
    lease: 30_000,
  })
  for (const wrong of ['0', '601', '1.5', 'PT3S', '']) {
    expect(() => parseStoreLocation(`${at}?lease=${wrong}`)).toThrow(
      `"lease=${wrong}" is no lease. Give whole seconds, from 1 to 600.`,
    )
  }
})

test.each([
  ['', 1],
  ['?synchronous=normal', 1],
  ['?synchronous=full', 2],
])('sqlite:<file>%s opens each file with that', async (option, level) => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-location-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const opened = new Set<DatabaseSync>()
  const { exec } = DatabaseSync.prototype
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    opened.add(this)
    return exec.call(this, sql)
  })
  onTestFinished(() => spy.mockRestore())
  const stores = await openTenantStores(parseStoreLocation(`sqlite:${join(folder, 'store.db')}${option}`))
  const store = stores.open('team-a')
  const levels = [...opened].map((database) => database.prepare('PRAGMA synchronous').get())
  expect(levels).toEqual([{ synchronous: level }])
  await store.close()
})
