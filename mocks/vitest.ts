/** The Vitest door: a test that has a harness of its own, and prints what happened in it when it fails. */
import { createHarness, type Harness, type HarnessOptions, type NamesOf, type Simulator } from 'tvilling'
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
export function harnessTest<const L extends readonly Simulator[] = typeof simulators>(
  options: Partial<HarnessOptions<NamesOf<L>>> & { simulators?: L } = {},
) {
  // What the options name is checked against their own simulators, or else against all five.
  const given = options as Partial<HarnessOptions>
  return base.extend<{ harness: Harness<NamesOf<L>> }>({
    harness: async ({ onTestFailed }, use) => {
      const harness: Harness = await createHarness({ simulators, ...given })
      onTestFailed(async () => {
        const text = await harness.journal.explain()
        if (text) process.stderr.write(`\n${text}\n`)
      })
      await use(harness as Harness<NamesOf<L>>)
      await harness.close()
    },
  })
}

/** A test with a harness of all five simulators, seed 1, whose clock stands at the present. */
export const test = harnessTest()
