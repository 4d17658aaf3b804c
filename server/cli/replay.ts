/** `tvilling replay`: plays a recording again and reports the first difference. */
import { UsageError } from '../../src/control/usage-error.ts'
import { toIso } from '../../src/harness/clock.ts'
import { fromHar } from '../../src/journal/har.ts'
import { type ReplayDifference, replay } from '../../src/journal/replay.ts'
import { EXIT } from './exit-codes.ts'
import { type JsonFlag, printReport } from './json-report.ts'
import { withOwnSimulators } from './load-simulators.ts'
import { createProgress } from './progress.ts'
import { readInput } from './read-input.ts'
import type { Terminal } from './terminal.ts'

/** The exit code is 1 if an exchange differs. */
export async function replayFile(
  file: string,
  flags: { simulator: string[]; json?: JsonFlag },
  io: Terminal,
): Promise<number> {
  const simulators = await withOwnSimulators(flags.simulator)
  const progress = createProgress(io, 'replay')
  const recording = fromHar(await readJson(file))
  const { exchanges, difference } = await replay(recording, simulators, progress.step).finally(progress.end)
  const text = difference ? report(difference) : `${exchanges} exchanges, all as they were recorded.\n`
  await printReport(io, flags.json, { text, value: { exchanges, difference: difference ?? null } })
  return difference ? EXIT.didNotHold : EXIT.held
}

async function readJson(file: string): Promise<unknown> {
  const text = await readInput(file)
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file} is no HAR: it is not JSON.`)
  }
}

function report({ exchange, at, request, operation, where, recorded, replayed }: ReplayDifference): string {
  return [
    `Exchange ${exchange} differs: ${request} (${operation ?? 'no operation'}) at ${toIso(at)}.`,
    `  where:    ${where}`,
    `  recorded: ${show(recorded)}`,
    `  replayed: ${show(replayed)}`,
    '',
  ].join('\n')
}

const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))
