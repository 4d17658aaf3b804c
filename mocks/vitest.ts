/** The Vitest door: a test that has a harness of its own, and prints what happened in it when it fails. */
import { createHarness, type Harness, type HarnessOptions } from 'tvilling'
import { test as base } from 'vitest'
import { simulators } from './simulators.ts'

/**
 * A `test` whose context has `harness`: made for this test alone, closed when it ends. Tests that run in parallel
 * never see each other's.
 *
 * @example
 * const test = harnessTest({ now: '2026-01-01T00:00:00Z' })
 * test('…', async ({ harness }) => { await harness.fetch('https://api.roaring.io/…') })
 */
export function harnessTest(options: Partial<HarnessOptions> = {}) {
  return base.extend<{ harness: Harness }>({
    harness: async ({ onTestFailed }, use) => {
      const harness = await createHarness({ simulators, ...options })
      onTestFailed(async () => {
        const text = await harness.journal.explain()
        if (text) process.stderr.write(`\n${text}\n`)
      })
      await use(harness)
      await harness.close()
    },
  })
}

/** A test with a harness of all five simulators, seed 1, whose clock stands at the present. */
export const test = harnessTest()
