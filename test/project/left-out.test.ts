import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs a test file on a machine without any command. */
function runWithoutCommands(variables: Record<string, string>): Promise<{ code: number; output: string }> {
  const { VITEST, TVILLING_LEAVE_NOTHING_OUT, ...env } = process.env
  const flags = ['run', '--no-color', 'test/server/full-disk.test.ts']
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`${root}node_modules/vitest/vitest.mjs`, ...flags],
      { cwd: root, env: { ...env, ...variables, PATH: '' } },
      (error, out, err) => resolve({ code: Number(error?.code ?? 0), output: `${out}${err}` }),
    )
  })
}

test('a run says in its last line what it left out and why, and fails where nothing may be left out', async () => {
  const said =
    /\nLeft out, since this machine lacks what they need: test\/server\/full-disk\.test\.ts \(needs prlimit, which is a tool of Linux\)\n$/
  const anywhere = await runWithoutCommands({})
  expect(anywhere.output).toMatch(said)
  expect(anywhere.code).toBe(0)
  const inCi = await runWithoutCommands({ TVILLING_LEAVE_NOTHING_OUT: '1' })
  expect(inCi.output).toMatch(said)
  expect(inCi.code).toBe(1)
})
