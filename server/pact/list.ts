/** `tvilling pact states`: lists the provider states that a pact can name. */
import { createHarness } from '../../src/harness/create-harness.ts'
import { type JsonFlag, printReport } from '../cli/json-report.ts'
import { withOwnSimulators } from '../cli/load-simulators.ts'
import type { Terminal } from '../cli/terminal.ts'
import { GENERAL_STATES } from './states.ts'

export async function listStates(
  flags: { simulator: string[]; json?: JsonFlag },
  io: Terminal,
): Promise<number> {
  const simulators = await withOwnSimulators(flags.simulator)
  await using harness = await createHarness({ simulators })
  const general = Object.entries(GENERAL_STATES).map(([name, { about, parameters = {}, takes }]) => ({
    name,
    simulator: 'all',
    about: takes === undefined ? about : `${about}\n    takes ${takes}`,
    parameters,
  }))
  const states = [...general, ...(await harness.scenarios.list())]
  let text = ''
  for (const { name, simulator, about, parameters } of states) {
    text += `${name}  (${simulator})\n    ${about}\n`
    for (const [parameter, schema] of Object.entries(parameters)) {
      const fallback = 'default' in schema ? `, default ${JSON.stringify(schema['default'])}` : ''
      const optional = schema['optional'] === true ? ', optional' : ''
      const what = schema['description'] ?? schema['type'] ?? (schema['enum'] as string[])?.join(', ') ?? ''
      text += `    ${parameter}: ${what}${fallback}${optional}\n`
    }
  }
  await printReport(io, flags.json, { text, value: { states } })
  return 0
}
