import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from 'tvilling'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, VERSION } from '../../src/store/sqlite-migrations.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-older-'))
  file = join(folder, 'store.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

/** A file as Tvilling made it before files had an application id and a version. */
function unmarkedFile(path = file): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, simulator TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL, claimed INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS "c:entries" (position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, doc TEXT NOT NULL);
    INSERT INTO meta VALUES ('seed', '7');
    INSERT INTO jobs (due, simulator, kind, subject, payload, claimed) VALUES (5, 'm', 'k', 's', 'null', 1);
    INSERT INTO "c:entries" (key, doc) VALUES ('a', '{"id":"a"}');
  `)
  return database
}

async function expectContent(): Promise<void> {
  const store = openSqliteStore(file)
  expect(await store.getMeta('seed')).toBe('7')
  expect(await store.jobs.nextDue()).toBe(5)
  const entries = store.collection<{ id: string }>('entries', { key: ({ id }) => id })
  expect(await entries.get('a')).toEqual({ id: 'a' })
  await store.close()
  expect(readdirSync(folder)).toEqual(['store.db'])
}

const marks = () => {
  const database = new DatabaseSync(file)
  const [id, version] = ['application_id', 'user_version'].map((name) =>
    Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {}),
  )
  database.close()
  return [id, version].flat()
}

test('a file from before files had a version is migrated, and keeps what it held', async () => {
  unmarkedFile().close()
  await expectContent()
  expect(marks()).toEqual([0x5476696c, VERSION])
  await expectContent()
})

test('so is one whose process was killed before its tables were in the file itself', async () => {
  const other = join(folder, 'other.db')
  const killed = unmarkedFile(other)
  for (const suffix of ['', '-wal']) copyFileSync(`${other}${suffix}`, `${file}${suffix}`)
  killed.close()
  rmSync(other)
  await expectContent()
})

test('the steps of a migration run in the order of their versions, and only those that a file lacks', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE meta (name TEXT)')
  const steps = ['one', 'two', 'three'].map((name) => ({
    about: name,
    run: (target: DatabaseSync) => target.exec(`INSERT INTO meta VALUES ('${name}')`),
  }))
  migrate(database, 1, steps)
  expect(database.prepare('SELECT name FROM meta').all()).toEqual([{ name: 'two' }, { name: 'three' }])
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 3 })
})

test('a migration that fails leaves the file as it was', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE meta (name TEXT)')
  const steps = [
    { about: 'fills', run: (target: DatabaseSync) => target.exec("INSERT INTO meta VALUES ('one')") },
    { about: 'fails', run: (target: DatabaseSync) => target.exec('DROP TABLE missing') },
  ]
  expect(() => migrate(database, 0, steps)).toThrow('no such table: missing')
  expect(database.prepare('SELECT name FROM meta').all()).toEqual([])
  expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 0 })
})
