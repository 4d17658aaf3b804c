/** Finds out whether a harness can start, without any effect. */
import { assembleHarness } from './assemble-harness.ts'
import type { HarnessOptions } from './harness.ts'

/**
 * Starts a harness in which nothing happens by itself, in memory, and ends it.
 * @throws UsageError if it cannot start with these options.
 */
export async function tryStart({ store: _, ...options }: HarnessOptions): Promise<void> {
  const { units, store } = await assembleHarness(options, true)
  try {
    await units.run(async () => {})
  } finally {
    await store.close()
  }
}
