/** A block of TypeScript without a file name, as a module that runs. */

/** What a block finds ready that does not import Tvilling itself. */
const HARNESS = `import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z', seed: 1 })
`

export function asModule(text: string): string {
  const code = text.includes("from 'tvilling") ? text : `${HARNESS}${text}\nawait harness.close()\n`
  return `${code}\nexport {}\n`
}
