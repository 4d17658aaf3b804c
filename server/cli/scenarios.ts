/** `tvilling scenarios`: lists the scenarios with their parameters. */
import { createHarness } from '../../src/harness/create-harness.ts'
import { type JsonFlag, printReport } from './json-report.ts'
import { withOwnSimulators } from './load-simulators.ts'
import type { Terminal } from './terminal.ts'

export async function listScenarios(
  flags: { simulator: string[]; json?: JsonFlag },
  io: Terminal,
): Promise<number> {
  const simulators = await withOwnSimulators(flags.simulator)
  await using harness = await createHarness({ simulators })
  const scenarios = await harness.scenarios.list()
  let text = ''
  for (const { name, simulator, about, parameters } of scenarios) {
    text += `${name}  (${simulator})\n    ${about}\n`
    for (const [parameter, schema] of Object.entries(parameters)) {
      const fallback = 'default' in schema ? `, default ${JSON.stringify(schema['default'])}` : ''
      text += `    ${parameter}: ${schema['description'] ?? schema['type'] ?? ''}${fallback}\n`
    }
  }
  await printReport(io, flags.json, { text, value: { scenarios } })
  return 0
}
