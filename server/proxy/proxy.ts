/** `tvilling proxy`: forwards between a client and the real service, and reports where either breaks the contract. */
import { access, constants, rename, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { wholeNumber } from '../cli/flags.ts'
import { type JsonFlag, linesBeside, printReport } from '../cli/json-report.ts'
import { chosenOf, simulatorsFor } from '../cli/settings-file.ts'
import type { Terminal } from '../cli/terminal.ts'
import { untilStopped } from '../cli/until-stopped.ts'
import { together, wordVerdict } from '../verdicts/verdict.ts'
import { type Breach, isAssumed, isBroken } from './breaches.ts'
import { type ProxiedExchange, type RunningProxy, startProxy, type Target } from './start.ts'

export interface ProxyFlags {
  api: string[]
  simulator: string[]
  settings?: string
  target: string[]
  port: string
  strict?: boolean
  json?: JsonFlag
  record?: string
}

/**
 * Runs until a signal stops it. The exit code is 1 if the service broke what its provider promises, or else 0; where an
 * assumption of ours is wrong, it is 1 only with `--strict`.
 */
export async function proxy(flags: ProxyFlags, io: Terminal): Promise<number> {
  const file = flags.record && resolve(flags.record)
  const json = typeof flags.json === 'string' ? resolve(flags.json) : flags.json
  for (const written of [file, json]) if (typeof written === 'string') await checkWritable(written)
  const say = linesBeside(io, json)
  const started = await startProxy({
    simulators: await chosen(flags),
    targets: parseTargets(flags.target),
    port: wholeNumber('--port', flags.port, 65_535),
    record: file !== undefined,
    onExchange: (exchange) => say(lines(exchange)),
    onFailure: (message) => io.error(`${message}\n`),
  })
  const stopped = untilStopped(async () => {
    await started.close()
    if (file) await save(started, file, say)
  })
  // Whoever reads this may send a signal at once.
  say(`tvilling proxy listening on ${started.url}\n`)
  await stopped
  const { exchanges } = started
  await printReport(io, json, { text: summary(exchanges), value: { exchanges } })
  const found = exchanges.flatMap(({ breaches }) => breaches)
  const isFound = found.some((breach) => isBroken(breach) || (flags.strict && isAssumed(breach)))
  return isFound ? EXIT.didNotHold : EXIT.held
}

/** The simulators that `--api` names, or all; those of `--simulator` are among them. */
export async function chosen(flags: {
  api: readonly string[]
  simulator: readonly string[]
  settings?: string
}): Promise<readonly Simulator[]> {
  return chosenOf(await simulatorsFor(flags), flags.api)
}

/** `https://api.example` for all paths, `/as=https://login.example` for the paths that begin with `/as`. */
function parseTargets(texts: readonly string[]): Target[] {
  const targets = texts.map((text) => {
    const [, path = '/', address = ''] = /^(?:(\/[^=]*)=)?(.*)$/s.exec(text) ?? []
    if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
      throw new UsageError(`--target takes a URL such as https://api.example, not "${text}".`)
    }
    return { path, url: new URL(address) }
  })
  return targets.sort((a, b) => b.path.length - a.path.length)
}

async function checkWritable(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK)
  } catch {
    throw new UsageError(`${dirname(file)} is no folder that can be written to.`, 409)
  }
}

/** Writes the recording: readable by its owner only, and complete or not at all. */
async function save({ recorder }: RunningProxy, file: string, say: (text: string) => void): Promise<void> {
  if (!recorder) return
  const har = recorder.har()
  await writeFile(`${file}.part`, `${JSON.stringify(har, null, 1)}\n`, { mode: 0o600 })
  await rename(`${file}.part`, file)
  const counts = Object.entries(recorder.counts()).map(([kind, count]) => `${count} ${kind}`)
  say(`${har.log.entries.length} exchanges are in ${file}; replaced: ${counts.join(', ') || 'nothing'}\n`)
}

function lines({ number, operation, method, status, breaches }: ProxiedExchange): string {
  const head = `#${number} ${operation ?? `${method} (no operation)`} ${status}${breaches.length > 0 ? '' : ' ok'}\n`
  return head + breaches.map(wordBreach).join('')
}

function wordBreach({ side, pointer, message, verdict }: Breach): string {
  return `   ${side} #${pointer} ${message}${verdict ? ` (${wordVerdict(verdict)})` : ''}\n`
}

function summary(exchanges: readonly ProxiedExchange[]): string {
  const having = (wanted: (breach: Breach) => boolean) =>
    exchanges.filter(({ breaches }) => breaches.some(wanted)).length
  const requests = having((breach) => breach.side === 'request' && !isAssumed(breach))
  const broken = `${exchanges.length} exchanges: ${requests} requests and ${having(isBroken)} responses broke the contract\n`
  const assumed = exchanges.flatMap(({ breaches }) => breaches.filter(isAssumed))
  if (assumed.length === 0) return broken
  const verdict = together(assumed.flatMap(({ verdict }) => (verdict ? [verdict] : [])))
  return `${broken}${having(isAssumed)} exchanges: ${wordVerdict(verdict)}\n`
}
