/** `tvilling drift`: compares the answers of the twin with a recording of the real service. */
import { EXIT } from '../cli/exit-codes.ts'
import { type JsonFlag, printReport } from '../cli/json-report.ts'
import { createProgress } from '../cli/progress.ts'
import type { Terminal } from '../cli/terminal.ts'
import { chosen } from '../proxy/proxy.ts'
import { type Verdict, wordVerdict } from '../verdicts/verdict.ts'
import { ABSENT } from './compare.ts'
import { type Drift, play } from './play.ts'
import { readRecording } from './read.ts'

export interface DriftFlags {
  api: string[]
  simulator: string[]
  settings?: string
  volatile: string[]
  json?: JsonFlag
  strict?: boolean
}

/**
 * The exit code is 1 if an answer differs from what the provider promises; where only an assumption of ours is wrong, it is 1
 * with `--strict` alone.
 */
export async function drift(file: string, flags: DriftFlags, io: Terminal): Promise<number> {
  const simulators = await chosen(flags)
  const progress = createProgress(io, 'drift')
  const { drifts, played, skipped } = await play(await readRecording(file), {
    simulators,
    volatile: flags.volatile,
    onStep: progress.step,
  }).finally(progress.end)
  const text = [
    ...drifts.map(render),
    ...skipped.map(({ number, why }) => `#${number} was not played: it ${why}\n`),
    `${played} exchanges played, ${drifts.length} differ${wordAssumed(drifts)}\n`,
  ].join('')
  const value = { played, skipped, drifts: drifts.map(asJson) }
  await printReport(io, flags.json, { text, value })
  return drifts.some((each) => flags.strict || !isAssumed(each)) ? EXIT.didNotHold : EXIT.held
}

/** Whether no difference in an answer breaks a promise. */
const isAssumed = ({ differences }: Drift) =>
  differences.every(({ verdict }) => verdict?.class === 'assumption')

function wordAssumed(drifts: readonly Drift[]): string {
  const assumed = drifts.filter(isAssumed).length
  return assumed === 0 ? '' : `, ${assumed} of them where our assumption is wrong`
}

function render({ number, operation, request, differences }: Drift): string {
  const lines = differences.map(
    ({ pointer, recorded, twin, verdict }) =>
      `   #${pointer}  recorded ${formatValue(recorded)}, twin ${formatValue(twin)}${said(verdict)}\n`,
  )
  return `#${number} ${operation}  ${request}\n${lines.join('')}`
}

const said = (verdict: Verdict | undefined) => (verdict ? ` (${wordVerdict(verdict)})` : '')

function asJson(drift: Drift): object {
  const differences = drift.differences.map((difference) => ({
    ...difference,
    recorded: shown(difference.recorded),
    twin: shown(difference.twin),
  }))
  return { ...drift, differences }
}

const shown = (value: unknown) => (value === ABSENT ? null : value)

function formatValue(value: unknown): string {
  if (value === ABSENT) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

const LONGEST = 120
