import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from 'tvilling'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { spawnScript } from './with-door.ts'

let folder: string
let file: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-owner-'))
  file = join(folder, 'store.db')
  children = []
})

afterEach(async () => {
  for (const child of children) await kill(child)
  rmSync(folder, { recursive: true })
})

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function line(child: ChildProcess): Promise<string> {
  let text = ''
  while (!text.endsWith('\n')) text += String((await once(child.stdout ?? child, 'data'))[0])
  return text.trim()
}

/** A process that is ready to open the file. */
async function opener(): Promise<ChildProcess> {
  const child = spawnScript('opens-store.ts', [file], ['pipe', 'pipe', 'inherit'])
  children.push(child)
  expect(await line(child)).toBe('ready')
  return child
}

async function opened(child: ChildProcess): Promise<string> {
  const answer = line(child)
  child.stdin?.write('open\n')
  return answer
}

const usedBy = (who: string) =>
  `The store ${file} cannot be opened: ${who} uses it. End that process, or name another file.`

test('who opens a file that is in use is told by which process', async () => {
  const other = await opener()
  expect(await opened(other)).toBe('opened')
  expect(() => openSqliteStore(file)).toThrow(usedBy(`process ${other.pid}`))
})

test('a second store of the same process is refused too, and others still are', async () => {
  const store = openSqliteStore(file)
  expect(() => openSqliteStore(file)).toThrow(usedBy(`process ${process.pid}`))
  expect(await opened(await opener())).toBe(usedBy(`process ${process.pid}`))
  await store.close()
  expect(existsSync(`${file}-owner`)).toBe(false)
})

test('a killed process does not keep its file', async () => {
  const other = await opener()
  expect(await opened(other)).toBe('opened')
  await kill(other)
  expect(existsSync(`${file}-owner`)).toBe(true)
  const store = openSqliteStore(file)
  await store.setMeta('a', '1')
  await store.close()
})

test('what a killed process left behind blocks nobody, even if its number is used again', async () => {
  for (const pid of [process.pid, process.ppid, 2 ** 30]) {
    const left = { pid, host: hostname(), started: 'long ago' }
    writeFileSync(`${file}-owner`, JSON.stringify(left))
    await openSqliteStore(file).close()
  }
  writeFileSync(`${file}-owner`, '{"pid":')
  await openSqliteStore(file).close()
})

test('if another application uses the file, the sentence does not name who had it before', async () => {
  await openSqliteStore(file).close()
  writeFileSync(`${file}-owner`, JSON.stringify({ pid: process.ppid, host: hostname(), started: 'long ago' }))
  const shell = new DatabaseSync(file)
  shell.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  expect(() => openSqliteStore(file)).toThrow(usedBy('another process'))
  shell.close()
})

test('of two processes that open a file at the same time, exactly one gets it', async () => {
  for (const round of ['new', 'again']) {
    const pair = [await opener(), await opener()]
    const answers = await Promise.all(pair.map(opened))
    const [winner] = pair.filter((_, index) => answers[index] === 'opened')
    expect(answers.sort(), round).toEqual([usedBy(`process ${winner?.pid}`), 'opened'].sort())
    for (const child of pair) await kill(child)
  }
})
