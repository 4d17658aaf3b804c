import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from 'tvilling'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-foreign-'))
  file = join(folder, 'data.db')
})

afterEach(() => rmSync(folder, { recursive: true }))

function database(...statements: string[]): void {
  const made = new DatabaseSync(file)
  for (const statement of statements) made.exec(statement)
  made.close()
}

/** Each file of the folder with its content. */
const content = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'hex')]))

const GUESTS = "CREATE TABLE guests (name TEXT); INSERT INTO guests VALUES ('Åse')"

test.each<[what: string, make: () => void, why: string]>([
  ['a text', () => writeFileSync(file, 'Dear reader. '.repeat(100)), 'is not a database'],
  ['a short text', () => writeFileSync(file, 'x'), 'is not a database'],
  ['a database without an id', () => database(GUESTS), 'belongs to another application'],
  ['one in WAL mode', () => database('PRAGMA journal_mode = WAL', GUESTS), 'belongs to another application'],
  [
    'one with tables that have our names',
    () =>
      database('PRAGMA journal_mode = WAL', 'CREATE TABLE meta (id INTEGER); CREATE TABLE jobs (id INTEGER)'),
    'belongs to another application',
  ],
  [
    'one with the id of another application',
    () => database('PRAGMA application_id = 252006673', GUESTS),
    'belongs to another application',
  ],
  ['one without tables', () => database('PRAGMA user_version = 0; VACUUM'), 'belongs to another application'],
])('%s is refused in one sentence, and nothing of it is touched', (_, make, why) => {
  make()
  const before = content()
  expect(() => openSqliteStore(file)).toThrow(`The file ${file} ${why}`)
  expect(content()).toEqual(before)
})

test('a database that another application is writing to is refused as well, and stays as it is', async () => {
  const script = `
    const { DatabaseSync } = require('node:sqlite')
    const theirs = new DatabaseSync(${JSON.stringify(file)})
    theirs.exec(${JSON.stringify(`PRAGMA journal_mode = WAL; ${GUESTS}`)})
    process.stdin.once('data', () => {
      theirs.exec(${JSON.stringify("INSERT INTO guests VALUES ('Bo')")})
      console.log(theirs.prepare('SELECT count(*) AS n FROM guests').get().n)
      theirs.close()
    })
    console.log('ready')
  `
  const theirs = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = async () => String((await once(theirs.stdout, 'data'))[0]).trim()
  expect(await said()).toBe('ready')
  const before = content()
  expect(() => openSqliteStore(file)).toThrow('belongs to another application')
  expect(content()).toEqual(before)
  const counted = said()
  theirs.stdin.end('go')
  expect(await counted).toBe('2')
  await once(theirs, 'exit')
})

test('a file of a newer version is refused, and the sentence says what to do', async () => {
  const store = openSqliteStore(file)
  await store.setMeta('a', '1')
  await store.close()
  database('PRAGMA user_version = 99')
  const before = content()
  expect(() => openSqliteStore(file)).toThrow(
    `The file ${file} has version 99, which a newer Tvilling wrote; this one reads versions up to 1. Update Tvilling, or name another file.`,
  )
  expect(content()).toEqual(before)
})

test('a file says that it is ours from its first write on', async () => {
  await openSqliteStore(file).close()
  const header = readFileSync(file)
  expect(header.subarray(68, 72).toString('latin1')).toBe('Tvil')
  expect(header.readUInt32BE(60)).toBe(1)
})
