/** `tvilling pact verify`: verifies the pacts of a user against the twin, with the official verifier. */
import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../src/control/usage-error.ts'
import { type Paint, paintFor } from '../cli/colours.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { wholeNumber } from '../cli/flags.ts'
import { type JsonFlag, printReport, writeReport } from '../cli/json-report.ts'
import { withOwnSimulators } from '../cli/load-simulators.ts'
import { createProgress } from '../cli/progress.ts'
import { readSettings } from '../cli/settings-file.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { VerifierOrder, VerifierReport } from './official-verifier.ts'
import { openPactProvider, type PactProvider } from './pact-provider.ts'
import { failuresText, junit, readVerdicts, table, type Verdict } from './report.ts'
import { findPacts, isRemote, type PactSource } from './sources.ts'

export interface PactVerifyFlags {
  pact: string[]
  provider?: string
  tag: string[]
  simulator: string[]
  client: string
  seed: string
  now: string
  settings?: string
  junit?: string
  json?: JsonFlag
  publish?: string
}

const PACKAGE = '@pact-foundation/pact'

/** Prints the result of each interaction; the exit code is 0 if none fails. */
export async function verifyPacts(flags: PactVerifyFlags, io: Terminal): Promise<number> {
  const source = findPacts(flags.pact, flags.provider)
  if (flags.publish !== undefined && source.kind !== 'broker') {
    throw new UsageError('--publish tells a broker: name its URL with --pact.')
  }
  findVerifier(import.meta.url)
  const simulators = await withOwnSimulators(flags.simulator)
  const progress = createProgress(io, 'pact verify, states set up')
  const provider = await openPactProvider({
    onSetup: progress.step,
    client: flags.client === 'none' ? undefined : flags.client,
    harness: {
      simulators,
      now: flags.now,
      seed: wholeNumber('--seed', flags.seed, Number.MAX_SAFE_INTEGER),
      ...(flags.settings !== undefined && { settings: await readSettings(flags.settings, simulators) }),
    },
  })
  let verdicts: Verdict[]
  try {
    verdicts = readVerdicts(await runVerifier(source, provider, flags), provider.setups)
  } finally {
    progress.end()
    await provider.close()
  }
  if (verdicts.length === 0) throw new UsageError('The pacts have no interactions: nothing was verified.')
  if (flags.junit !== undefined) await writeReport(flags.junit, junit(verdicts))
  await printReport(io, flags.json, {
    text: summary(verdicts, paintFor(io)),
    value: { interactions: verdicts },
  })
  return verdicts.some(({ result }) => result === 'failed') ? EXIT.didNotHold : EXIT.held
}

function summary(verdicts: readonly Verdict[], paint: Paint): string {
  const count = (result: Verdict['result']) => verdicts.filter((verdict) => verdict.result === result).length
  const pending = count('pending') > 0 ? `, ${count('pending')} pending` : ''
  const counts = `\n${count('passed')} passed, ${count('failed')} failed${pending}\n`
  return table(verdicts, paint) + failuresText(verdicts) + counts
}

/**
 * Finds the official verifier, an optional peer dependency.
 * @throws UsageError if it is not installed.
 */
export function findVerifier(from: string): string {
  try {
    return createRequire(from).resolve(PACKAGE)
  } catch {
    throw new UsageError(
      `Pacts are verified by the official verifier: npm install --save-dev ${PACKAGE}@17`,
      409,
    )
  }
}

async function runVerifier(
  source: PactSource,
  { url, statesUrl, messagesUrl }: PactProvider,
  { provider, tag, publish }: PactVerifyFlags,
): Promise<string> {
  const messages = new URL(messagesUrl)
  const order: VerifierOrder = {
    providerBaseUrl: url,
    providerStatesSetupUrl: statesUrl,
    transports: [{ protocol: 'message', port: Number(messages.port), path: messages.pathname }],
    ...(provider !== undefined && { provider }),
    ...(source.kind === 'pacts' ? { pactUrls: source.urls } : { pactBrokerUrl: source.url }),
    ...(source.kind === 'broker' && tag.length === 0 && { consumerVersionSelectors: [{ latest: true }] }),
    // Without TLS no certificates are needed, and loading them for each request would take most of the time.
    ...(source.kind === 'pacts' && !source.urls.some(isRemote) && { disableSslVerification: true }),
    ...(tag.length > 0 && { consumerVersionTags: tag }),
    ...(publish !== undefined && { publishVerificationResult: true, providerVersion: publish }),
  }
  const program = fileURLToPath(import.meta.url).replace(/verify(\.[jt]s)$/, 'official-verifier$1')
  const child = fork(program, [JSON.stringify(order)], {
    env: {
      ...process.env,
      // Turns off the usage statistics of the verifier: nothing leaves the machine.
      PACT_DO_NOT_TRACK: 'true',
      // A broker may need a proxy; the twin on this machine does not.
      NO_PROXY: ['127.0.0.1', process.env['NO_PROXY']].filter(Boolean).join(','),
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk
    })
  }
  const report = await new Promise<VerifierReport>((resolve) => {
    child.once('message', (message) => resolve(message as VerifierReport))
    child.once('error', ({ message }) => resolve({ crash: message }))
    child.once('exit', (code) => resolve({ crash: `it ended with code ${code}` }))
  })
  if ('results' in report) return report.results
  const why = /Failed to load pact.*|.*Could not.*/.exec(output)?.[0] ?? report.crash
  throw new UsageError(`The verifier could not run: ${why.trim()}\n${output.trim()}`, 409)
}
