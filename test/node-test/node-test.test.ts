import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

function nodeTest(file: string): Promise<string> {
  const flags = [
    '--conditions=tvilling-source',
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-reporter=tap',
  ]
  const path = fileURLToPath(new URL(file, import.meta.url))
  return new Promise((resolve) => execFile(process.execPath, [...flags, path], (_error, out) => resolve(out)))
}

test('a harness serves node:test, whose failure shows the exchanges', async () => {
  const output = await nodeTest('failing.ts')
  expect(output).toContain('ok 1 - one that passes')
  expect(output).toContain('not ok 2 - one that fails')
  expect(output).toContain('POST /token -> 400 (person-monitoring.requestToken)')
})
