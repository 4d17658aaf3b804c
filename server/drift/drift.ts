/** `tvilling drift`: compares the answers of the twin with a recording of the real service. */
import type { Terminal } from '../cli/terminal.ts'
import { chosen } from '../proxy/proxy.ts'
import { ABSENT } from './compare.ts'
import { type Drift, play } from './play.ts'
import { readRecording } from './read.ts'

export interface DriftFlags {
  api: string[]
  simulator: string[]
  settings?: string
  volatile: string[]
  json?: boolean
}

/** The exit code is 1 if an answer differs. */
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
    io.out(`${played} exchanges played, ${drifts.length} differ\n`)
  }
  return drifts.length > 0 ? 1 : 0
}

function render({ number, operation, request, differences }: Drift): string {
  const lines = differences.map(
    ({ pointer, recorded, twin }) =>
      `   #${pointer}  recorded ${formatValue(recorded)}, twin ${formatValue(twin)}\n`,
  )
  return `#${number} ${operation}  ${request}\n${lines.join('')}`
}

const shown = (value: unknown) => (value === ABSENT ? null : value)

function formatValue(value: unknown): string {
  if (value === ABSENT) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

const LONGEST = 120
