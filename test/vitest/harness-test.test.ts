import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Harness } from 'tvilling'
import { harnessTest } from 'tvilling/vitest'
import { afterAll, describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

const opened: Harness[] = []
const own = harnessTest({ now: '2026-01-01T00:00:00Z', seed: 7 })

describe('each test has a harness of its own, with the options of the file', () => {
  describe.concurrent('in parallel', () => {
    own.for([1, 2, 3, 4, 5])('%i', async (hours, { harness }) => {
      opened.push(harness)
      await harness.fetch('https://api.roaring.io/token')
      await harness.clock.advance(`PT${hours}H`)
      expect((await harness.clock.read()).now).toBe(`2026-01-01T0${hours}:00:00.000Z`)
      expect(await harness.journal.find()).toHaveLength(1)
    })
  })

  afterAll(async () => {
    expect(new Set(opened).size).toBe(5)
    for (const harness of opened)
      await expect(harness.fetch('https://api.roaring.io/token')).rejects.toThrow()
  })
})

function failingRun(): Promise<{ code: number; output: string }> {
  const vitest = `${root}node_modules/vitest/vitest.mjs`
  const flags = ['run', '--config', 'test/vitest/child.config.ts', '--no-color']
  return new Promise((resolve) => {
    execFile(process.execPath, [vitest, ...flags], { cwd: root }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), output: `${out}${err}` }),
    )
  })
}

test('a test that fails prints its exchanges, one that passes prints none', async () => {
  const { code, output } = await failingRun()
  expect(code).toBe(1)
  expect(output).toContain('2 failed | 1 passed')
  expect(output).toContain('POST /token -> 400 (person-monitoring.requestToken)')
  expect(output).toContain('sent:    grant_type=password')
  expect(output).not.toContain('/token/nowhere')
})
