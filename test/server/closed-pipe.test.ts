import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { needs } from '../needs.ts'

needs('sh')

const BIN = fileURLToPath(new URL('../../server/bin.ts', import.meta.url))

test('a reader that has seen enough of a list is no failure', () => {
  const command = `"${process.execPath}" --conditions=tvilling-source --disable-warning=ExperimentalWarning "${BIN}" scenarios | head -1`
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' })
  expect(stdout).toMatch(/^\S+ {2}\(\S+\)\n$/)
  expect(stderr).toBe('')
})
