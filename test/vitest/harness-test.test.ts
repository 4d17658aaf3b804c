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

test('a test that fails prints its exchanges under its name, one that passes prints none', async () => {
  const { code, output } = await failingRun()
  expect(code).toBe(1)
  expect(output).toContain('5 failed | 1 passed')
  const named = new Map(
    output
      .split('Exchanges of the failed test ')
      .slice(1)
      .map((part) => [/^"(.*)":\n/.exec(part)?.[1], part] as const),
  )
  const several = ['AB', 'CD', 'EF'].map((grant) => [`several at once > with ${grant}`, grant] as const)
  expect([...named.keys()].sort()).toEqual(['one that fails', ...several.map(([name]) => name)])
  expect(named.get('one that fails')).toContain('POST /token -> 400 (person-monitoring.requestToken)')
  expect(named.get('one that fails')).toContain('sent:    grant_type=password')
  for (const [name, grant] of several) {
    const grants = named.get(name)?.match(/grant_type=\w+/g)
    expect(grants, name).toEqual([`grant_type=${grant}`, `grant_type=${grant}`])
  }
  expect(output).not.toContain('/token/nowhere')
})
