/** `tvilling drift`: compares the answers of the twin with a recording of the real service. */
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
  json?: boolean
  strict?: boolean
}

/**
 * The exit code is 1 if an answer differs from what the provider promises; where only an assumption of ours is wrong, it is 1
 * with `--strict` alone.
 */
export async function drift(file: string, flags: DriftFlags, io: Terminal): Promise<number> {
  const simulators = await chosen(flags)
  const { drifts, played, skipped } = await play(await readRecording(file), {
    simulators,
    volatile: flags.volatile,
  })
  if (flags.json)
    io.out(`${JSON.stringify({ played, skipped, drifts }, (_name, value) => shown(value), 2)}\n`)
  else {
    for (const each of drifts) io.out(render(each))
    for (const { number, why } of skipped) io.out(`#${number} was not played: it ${why}\n`)
    io.out(`${played} exchanges played, ${drifts.length} differ${wordAssumed(drifts)}\n`)
  }
  return drifts.some((each) => flags.strict || !isAssumed(each)) ? 1 : 0
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

const shown = (value: unknown) => (value === ABSENT ? null : value)

function formatValue(value: unknown): string {
  if (value === ABSENT) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

const LONGEST = 120
