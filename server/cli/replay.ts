/** `tvilling replay`: plays a recording again and reports the first difference. */
import { readFile } from 'node:fs/promises'
import { UsageError } from '../../src/control/usage-error.ts'
import { toIso } from '../../src/harness/clock.ts'
import { fromHar } from '../../src/journal/har.ts'
import { type ReplayDifference, replay } from '../../src/journal/replay.ts'
import { withOwnSimulators } from './load-simulators.ts'
import type { Terminal } from './terminal.ts'

/** The exit code is 1 if an exchange differs. */
export async function replayFile(
  file: string,
  flags: { simulator: string[] },
  io: Terminal,
): Promise<number> {
  const simulators = await withOwnSimulators(flags.simulator)
  const { exchanges, difference } = await replay(fromHar(await readJson(file)), simulators)
  if (!difference) {
    io.out(`${exchanges} exchanges, all as they were recorded.\n`)
    return 0
  }
  io.out(report(difference))
  return 1
}

async function readJson(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`)
  }
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
