import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from 'tvilling'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-others-'))
  file = join(folder, 'store.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

interface Entry {
  id: string
}

function open() {
  const store = openSqliteStore(file)
  return { store, entries: store.collection<Entry>('entries', { key: ({ id }) => id }) }
}

/** A file with one entry, to which somebody added a table, an index, a view and triggers. */
async function addedTo(): Promise<void> {
  const { store, entries } = open()
  await entries.put({ id: 'a' })
  await store.setMeta('m', '1')
  await store.jobs.add({ due: 1, simulator: 's', kind: 'k', subject: 's', payload: null })
  await store.close()
  const database = new DatabaseSync(file)
  database.exec(`
    CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, about TEXT REFERENCES meta (name));
    INSERT INTO notes (about) VALUES ('m');
    CREATE INDEX "notes of entries" ON "c:entries" (doc);
    CREATE VIEW everything AS SELECT doc FROM "c:entries";
    CREATE TRIGGER watch AFTER INSERT ON "c:entries" BEGIN INSERT INTO notes (about) VALUES (new.key); END;
    CREATE TRIGGER echo AFTER UPDATE ON notes BEGIN SELECT 1; END;
  `)
  database.close()
}

const OTHERS = ['echo', 'everything', 'notes', 'notes of entries', 'watch']

function inFile(): { names: unknown[]; notes: unknown[] } {
  const database = new DatabaseSync(file)
  const names = database.prepare('SELECT name FROM sqlite_schema ORDER BY name').all()
  const notes = database.prepare('SELECT id, about FROM notes').all()
  database.close()
  return {
    names: names.map(({ name }) => name).filter((name) => OTHERS.includes(String(name))),
    notes: notes.map(({ id, about }) => `${id} ${about}`),
  }
}

test('a reset empties what is ours, and leaves tables, indexes, views and triggers of others', async () => {
  await addedTo()
  const { store, entries } = open()
  await store.clear()
  expect(await entries.count()).toBe(0)
  expect(await store.getMeta('m')).toBeUndefined()
  expect(await store.jobs.count()).toBe(0)
  await entries.put({ id: 'b' })
  expect((await entries.page({ limit: 9 })).rows.map(({ position }) => position)).toEqual([1])
  await store.close()
  expect(inFile()).toEqual({ names: OTHERS, notes: ['1 m', '2 b'] })
})

test('a dump has only what is ours, and loading it leaves what others added', async () => {
  await addedTo()
  const { store, entries } = open()
  const dump = await store.transaction(() => store.dump())
  expect(Object.keys(dump.collections)).toEqual(['entries'])
  await entries.delete('a')
  await store.transaction(() => store.load(dump))
  expect(await entries.get('a')).toEqual({ id: 'a' })
  await store.close()
  expect(inFile()).toEqual({ names: OTHERS, notes: ['1 m', '2 a'] })
})
