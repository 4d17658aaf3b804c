import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'

test('over a file that is damaged in the middle each request gets an answer, and the first error is reported', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-damaged-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store.db')
  const whole = await openLibrary({ store: openSqliteStore(file) })
  const { token } = await logIn(whole)
  await whole.scenarios.load('shelf', { count: 2_000, shelf: 'A'.repeat(500) })
  await whole.close()
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(100 * 4_096, 0xa5), 0, undefined, 50 * 4_096)
  closeSync(descriptor)

  const defects: Error[] = []
  const damaged = await openLibrary({
    store: openSqliteStore(file),
    onDefect: (error) => defects.push(error as Error),
  })
  const statuses = new Set<number>()
  for (let book = 1; book <= 2_000; book += 25) {
    const response = await damaged.fetch(`https://library.example/books/b${book}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    statuses.add(response.status)
    if (response.status === 500) expect(await response.json()).toHaveProperty('problem')
  }
  const written = await damaged.fetch('https://library.example/books', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'b51', title: 'Volume 51 once more', pages: 1 }),
  })
  expect([201, 409, 500]).toContain(written.status)
  expect(statuses).toContain(200)
  expect(statuses).toContain(500)
  expect(new Set(defects.map(({ message }) => message))).toEqual(
    new Set([`The store ${file} failed: database disk image is malformed.`]),
  )
  await damaged.close()
})
