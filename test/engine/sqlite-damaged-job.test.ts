import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { openLibrary } from './sample.ts'

test('a job that is not JSON is said to be damage of the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-damaged-job-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store.db')
  const whole = await openLibrary({ store: openSqliteStore(file) })
  await whole.scenarios.load('shelf', { count: 1, shelf: 'A', reminder: 'Look at it' })
  await whole.close()
  const database = new DatabaseSync(file)
  const { changes } = database.prepare(`UPDATE jobs SET payload = '{'`).run()
  expect(changes).toBeGreaterThan(0)
  database.close()

  const damaged = await openLibrary({ store: openSqliteStore(file) })
  onTestFinished(() => damaged.close())
  await expect(damaged.clock.advance('P1D')).rejects.toThrow(
    `The store ${file} failed: a document in it is not JSON.`,
  )
})
