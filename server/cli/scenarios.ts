/** `tvilling scenarios`: lists the scenarios with their parameters. */
import { simulators } from '../../mocks/index.ts'
import { createHarness } from '../../src/harness/create-harness.ts'
import type { Terminal } from './terminal.ts'

export async function listScenarios(io: Terminal): Promise<number> {
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
