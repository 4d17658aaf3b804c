/** The text that a server prints at its start: which URL replaces which, the OAuth client, where to look next. */
import type { Control } from '../../src/control/control.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Server } from '../http/server.ts'

export async function startScreen(
  server: Server,
  control: Control,
  simulators: readonly Simulator[],
): Promise<string> {
  const { url, host } = server.reachable
  const { now, mode, factor } = await control.clock.read()
  const speed =
    mode === 'manual' ? 'stands still until advanced' : factor === 1 ? 'runs' : `runs ${factor} times as fast`
  const rows = simulators.flatMap(({ name, contract }) => {
    const [first] = contract.hosts.keys()
    return [`  ${`https://${first}`.padEnd(30)} -> ${url}   ${name}`]
  })
  const { controlToken } = server
  const named = host === undefined ? [] : ['-H', `Host: ${host}`]
  const token = controlToken === undefined ? [] : [`  control token  ${controlToken}`]
  const authorization = controlToken === undefined ? [] : ['-H', `Authorization: Bearer ${controlToken}`]
  /** A command that a shell understands as it stands here. */
  const curl = (path: string, ...options: string[]) =>
    ['curl', '-s', ...options, ...named, ...authorization, `${url}/_tvilling/${path}`].map(quoted).join(' ')
  return [
    'Tvilling: twins of registry APIs. Swap the origin, keep the path:',
    ...rows,
    '  OAuth client   tvilling, secret tvilling (every scope and market)',
    ...token,
    `  clock          ${now}, ${speed}`,
    `  advance it     ${curl('clock/advance', '-d', '{"by":"PT2H"}')}`,
    `  scenarios      ${curl('scenarios')}`,
    `  people         ${curl('subjects')}`,
    `  journal        ${curl('journal')}`,
    `  all routes     ${curl('openapi.json')}`,
    '',
  ].join('\n')
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
