/** `tvilling scenarios`: lists the scenarios with their parameters. */
import { createHarness } from '../../src/harness/create-harness.ts'
import { withOwnSimulators } from './load-simulators.ts'
import type { Terminal } from './terminal.ts'

export async function listScenarios(flags: { simulator: string[] }, io: Terminal): Promise<number> {
  const simulators = await withOwnSimulators(flags.simulator)
  await using harness = await createHarness({ simulators })
  for (const { name, simulator, about, parameters } of await harness.scenarios.list()) {
    io.out(`${name}  (${simulator})\n    ${about}\n`)
    for (const [parameter, schema] of Object.entries(parameters)) {
      const fallback = 'default' in schema ? `, default ${JSON.stringify(schema['default'])}` : ''
      io.out(`    ${parameter}: ${schema['description'] ?? schema['type'] ?? ''}${fallback}\n`)
    }
  }
  return 0
}
