/** Opens a file as a SQLite store: a new one, or one of ours that no other process uses. No other file is touched. */
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { isBusy, isNotDatabase } from './sqlite-errors.ts'
import { APPLICATION_ID, migrate, VERSION } from './sqlite-migrations.ts'
import { isThisProcess, nameOf, ownerOf, removeOwner, writeOwner } from './sqlite-owner.ts'
import { StoreRefused } from './store-errors.ts'

export interface SqliteFile {
  database: DatabaseSync
  close(): void
}

/** How long the file of another process is waited for, in milliseconds: two that open it at once both may be refused else. */
const PATIENCE = 50

/** @throws StoreRefused in a sentence that says what to do. */
export function openSqliteFile(name: string, synchronous: 'NORMAL' | 'FULL'): SqliteFile {
  const file = existsSync(name) ? realpathSync(name) : name
  const owner = ownerOf(file)
  // Not even read: a process that closes a file loses all locks that it has on it.
  if (owner && isThisProcess(owner)) throw inUse(name, file)
  let database: DatabaseSync | undefined
  let isLocked = false
  try {
    const isNew = checkBefore(name, file)
    database = openDatabase(file)
    lock(database, synchronous)
    isLocked = true
    writeOwner(file)
    const version = isNew && isEmpty(database) ? 0 : versionIn(database)
    checkVersion(name, version)
    if (version < VERSION) migrate(database, version)
    database.exec('PRAGMA journal_mode = WAL')
    // The marks must be in the file itself, where they are looked for before it is opened.
    if (version < VERSION && !isNew) database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    releaseClaims(database)
  } catch (error) {
    if (isLocked) removeOwner(file)
    database?.close()
    throw refusal(name, file, error)
  }
  const opened = database
  return {
    database,
    close() {
      if (!opened.isOpen) return
      removeOwner(file)
      opened.close()
    },
  }
}

function openDatabase(file: string, options: { readOnly?: boolean } = {}): DatabaseSync {
  // Loaded here, so that a process without such a store does not pay for it.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  // Our tables have no foreign keys; one that somebody added must not reach them.
  return new DatabaseSync(file, { ...options, enableForeignKeyConstraints: false })
}

/** Locks the file until it is closed. */
function lock(database: DatabaseSync, synchronous: string): void {
  database.exec(`PRAGMA busy_timeout = ${PATIENCE}; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT`)
  database.exec(`PRAGMA busy_timeout = 0; PRAGMA synchronous = ${synchronous}`)
}

/** Looks at a file without changing anything. Returns whether it is new: there is none, or it is empty. */
function checkBefore(name: string, file: string): boolean {
  const header = headerOf(file)
  if (!header) return true
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw notDatabase(name)
  const id = header.readUInt32BE(68)
  checkVersion(
    name,
    id === APPLICATION_ID ? header.readUInt32BE(60) : id === 0 ? versionOfCopy(file) : undefined,
  )
  return false
}

/** https://www.sqlite.org/fileformat.html#the_database_header */
const MAGIC = 'SQLite format 3\0'
const HEADER = 100

/** The first bytes of a file; undefined if it is empty, if there is none, or if it is no file. */
function headerOf(file: string): Buffer | undefined {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile() || found.size === 0) return undefined
  const descriptor = openSync(file, 'r')
  try {
    const header = Buffer.alloc(HEADER)
    readSync(descriptor, header, 0, HEADER, 0)
    return header
  } finally {
    closeSync(descriptor)
  }
}

/**
 * The version of a file whose header does not name an application. Its tables tell whether it is ours, and may still be in
 * the write-ahead log. SQLite would write files beside it even to read it, so it is opened under another name elsewhere.
 */
function versionOfCopy(file: string): number | undefined {
  const folder = mkdtempSync(`${file}-look-`)
  try {
    const copy = join(folder, 'copy')
    try {
      linkSync(file, copy)
    } catch {
      // Not every file system has links.
      copyFileSync(file, copy)
    }
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
    const database = openDatabase(copy, { readOnly: true })
    try {
      return versionIn(database)
    } finally {
      database.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The version of an open file; undefined if it is not ours. */
function versionIn(database: DatabaseSync): number | undefined {
  const pragma = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
  const [id, version] = [pragma('application_id'), pragma('user_version')]
  if (id === APPLICATION_ID) return version
  return id === 0 && version === 0 && hasOurTables(database) ? 0 : undefined
}

const isEmpty = (database: DatabaseSync) =>
  database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined

/** How our tables begin, in files of version 0. */
const UNMARKED = [
  'CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID',
  'CREATE TABLE jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, simulator TEXT NOT NULL,',
  'CREATE TABLE "c:',
]

function hasOurTables(database: DatabaseSync): boolean {
  const tables = database.prepare("SELECT sql FROM sqlite_schema WHERE type = 'table'").all()
  return tables.some(({ sql }) => UNMARKED.some((begin) => String(sql).startsWith(begin)))
}

function checkVersion(name: string, version: number | undefined): asserts version is number {
  if (version === undefined) {
    throw new StoreRefused(
      `The file ${name} belongs to another application, so nothing in it was changed. Name another file.`,
    )
  }
  if (version > VERSION) {
    throw new StoreRefused(
      `The file ${name} has version ${version}, which a newer Tvilling wrote; this one reads versions up to ${VERSION}. Update Tvilling, or name another file.`,
    )
  }
}

/** Removes all claims. They belonged to an ended process, so its unfinished jobs are due again. */
function releaseClaims(database: DatabaseSync): void {
  const jobs = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'jobs'").get()
  if (jobs) database.exec('UPDATE jobs SET claimed = 0 WHERE claimed = 1')
}

function refusal(name: string, file: string, error: unknown): Error {
  if (error instanceof StoreRefused) return error
  if (isBusy(error)) return inUse(name, file)
  if (isNotDatabase(error)) return notDatabase(name)
  return new StoreRefused(`The store ${name} cannot be opened: ${(error as Error).message}.`)
}

function inUse(name: string, file: string): StoreRefused {
  // Who has just got the lock may not have said so yet.
  if (!ownerOf(file)) pause()
  return new StoreRefused(
    `The store ${name} cannot be opened: ${nameOf(ownerOf(file))} uses it. End that process, or name another file.`,
  )
}

/** Waits without letting anything else run, as SQLite does when it waits for a lock. */
const pause = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE)

const notDatabase = (name: string) =>
  new StoreRefused(`The file ${name} is not a database, so nothing in it was changed. Name another file.`)
