/** The text that a server prints at its start: which URL replaces which, the OAuth client, where to look next. */
import type { Control } from '../../src/control/control.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Server } from '../http/server.ts'

export async function startScreen(
  server: Server,
  control: Control,
  simulators: readonly Simulator[],
): Promise<string> {
  const { now, mode, factor } = await control.clock.read()
  const speed =
    mode === 'manual' ? 'stands still until advanced' : factor === 1 ? 'runs' : `runs ${factor} times as fast`
  const rows = simulators.flatMap(({ name, contract }) => {
    const [first] = contract.hosts.keys()
    return [`  ${`https://${first}`.padEnd(30)} -> ${server.url}   ${name}`]
  })
  const token = server.controlToken ? [`  control token  ${server.controlToken}`] : []
  return [
    'Tvilling: twins of registry APIs. Swap the origin, keep the path:',
    ...rows,
    '  OAuth client   tvilling, secret tvilling (every scope and market)',
    ...token,
    `  clock          ${now}, ${speed}`,
    `  advance it     curl -X POST ${server.url}/_tvilling/clock/advance -d '{"by":"PT2H"}'`,
    `  scenarios      ${server.url}/_tvilling/scenarios    people ${server.url}/_tvilling/subjects`,
    `  journal        ${server.url}/_tvilling/journal      all routes ${server.url}/_tvilling/openapi.json`,
    '',
  ].join('\n')
}
