/** The Vitest door: each test has its own harness, and a failed test prints what happened in it. */
import {
  ANY_HARNESS_OPTIONS,
  checkHarnessOptions,
  createHarness,
  type Harness,
  type HarnessOptions,
  type NamesOf,
  type Simulator,
} from 'tvilling'
import { test as base } from 'vitest'
import { simulators } from './simulators.ts'

/**
 * A `test` whose context has a `harness` for this test alone, which is closed when the test ends. Parallel tests never
 * share one.
 *
 * @example
 * const test = harnessTest({ now: '2026-01-01T00:00:00Z' })
 * test('…', async ({ harness }) => { await harness.fetch('https://api.roaring.io/…') })
 */
export function harnessTest<const L extends readonly Simulator[] = typeof simulators>(
  options: Partial<HarnessOptions<NamesOf<L>>> & { simulators?: L } = {},
) {
  // The options are typed by the simulators that they name, or else by all five.
  const given = options as Partial<HarnessOptions>
  checkHarnessOptions('harnessTest', given, ANY_HARNESS_OPTIONS)
  return base.extend<{ harness: Harness<NamesOf<L>> }>({
    harness: async ({ onTestFailed, task }, use) => {
      const harness: Harness = await createHarness({ simulators, ...given })
      onTestFailed(async () => {
        const text = await harness.journal.explain()
        // In one piece, since tests that run at the same time may fail at the same time.
        if (text) process.stderr.write(`\nExchanges of the failed test "${nameOf(task)}":\n${text}\n`)
      })
      await use(harness as Harness<NamesOf<L>>)
      await harness.close()
    },
  })
}

interface Named {
  name: string
  suite?: Named | undefined
}

/** With the names of the suites around it, as Vitest prints it. */
function nameOf({ name, suite }: Named): string {
  return suite?.name ? `${nameOf(suite)} > ${name}` : name
}

/** A test with a harness of all five simulators, seed 1. Its clock stands still at the present time. */
export const test = harnessTest()
