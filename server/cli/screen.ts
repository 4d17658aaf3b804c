/** The text that a server prints at its start: which URL replaces which, the OAuth client, where to look next. */
import type { Control } from '../../src/control/control.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Server } from '../http/server.ts'
import type { TrustedAuthority } from '../tls/credentials.ts'

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
  const { trust } = server
  const trusting = trust === undefined ? [] : ['--cacert', trust.certificateFile]
  /** A command that a shell understands as it stands here. */
  const curl = (path: string, ...options: string[]) =>
    ['curl', '-s', ...trusting, ...options, ...named, ...authorization, `${url}/_tvilling/${path}`]
      .map(quoted)
      .join(' ')
  return [
    'Tvilling: twins of registry APIs. Swap the origin, keep the path:',
    ...rows,
    '  OAuth client   tvilling, secret tvilling (every scope and market)',
    ...token,
    ...(trust === undefined ? [] : waysToTrust(trust)),
    `  clock          ${now}, ${speed}`,
    `  advance it     ${curl('clock/advance', '-d', '{"by":"PT2H"}')}`,
    `  scenarios      ${curl('scenarios')}`,
    `  people         ${curl('subjects')}`,
    `  journal        ${curl('journal')}`,
    `  all routes     ${curl('openapi.json')}`,
    '',
  ].join('\n')
}

/** What lets each kind of client trust the server. */
function waysToTrust({ certificateFile, trustStoreFile }: TrustedAuthority): string[] {
  const file = quoted(certificateFile)
  // Java splits the variable at spaces that are not in quotes.
  const store = /\s/.test(trustStoreFile) ? `"${trustStoreFile}"` : trustStoreFile
  return [
    `  authority      ${file}: clients must trust it`,
    `    Node         export NODE_EXTRA_CA_CERTS=${file}`,
    `    Java         export JAVA_TOOL_OPTIONS=${quoted(`-Djavax.net.ssl.trustStore=${store}`)}`,
    `    Python       export REQUESTS_CA_BUNDLE=${file}`,
    `    curl         curl --cacert ${file}`,
  ]
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
