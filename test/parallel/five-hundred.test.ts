import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const MEGABYTE = 1024 * 1024

test('500 tests in parallel in one process, each with its harness, are quick and leave no memory behind', async () => {
  const script = fileURLToPath(new URL('five-hundred.ts', import.meta.url))
  const flags = ['--expose-gc', '--conditions=tvilling-source', '--disable-warning=ExperimentalWarning']
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script])
  const { tests, failures, seconds, before, after } = JSON.parse(stdout)
  expect(failures).toEqual([])
  expect(tests).toBe(500)
  expect(seconds).toBeLessThan(20)
  expect((after - before) / MEGABYTE).toBeLessThan(0.2 * (before / MEGABYTE))
}, 60_000)
