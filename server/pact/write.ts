/** `tvilling pact write`: writes the pacts of our example client, as they are with a user's settings. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'
import { type JsonFlag, printReport } from '../cli/json-report.ts'
import { chosenOf, simulatorsFor } from '../cli/settings-file.ts'
import type { Terminal } from '../cli/terminal.ts'
import type { PactFile } from './pact-file.ts'
import { MARK, servedPact } from './served-pact.ts'

export interface PactWriteFlags {
  simulator: string[]
  api: string[]
  settings?: string
  json?: JsonFlag
}

/** Writes all or nothing: a file that this program did not make stays as it is. */
export async function writePacts(folder: string, flags: PactWriteFlags, io: Terminal): Promise<number> {
  const simulators = chosenOf(await simulatorsFor(flags), flags.api)
  const pacts = simulators.map((simulator) => servedPact(simulator, simulator.contract))
  const files = pacts.map((pact) => ({ pact, file: join(folder, fileName(pact)) }))
  const foreign = files.filter(({ file }) => existsSync(file) && !isOurs(file))
  if (foreign.length > 0) {
    const which = foreign.map(({ file }) => file).join(', ')
    throw new UsageError(
      `Not written by tvilling, so it stays: ${which}. Name another folder, or remove it.`,
      409,
    )
  }
  mkdirSync(folder, { recursive: true })
  for (const { pact, file } of files) writeFileSync(file, `${JSON.stringify(pact, null, 1)}\n`)
  const written = files.map(({ pact, file }) => ({ file, interactions: pact.interactions.length }))
  const text = written.map(({ file, interactions }) => `${file}: ${interactions} interactions\n`).join('')
  await printReport(io, flags.json, { text, value: { written } })
  return 0
}

/** As the libraries of Pact name it. */
const fileName = ({ consumer, provider }: PactFile) => `${consumer.name}-${provider.name}.json`

function isOurs(file: string): boolean {
  try {
    const { metadata } = JSON.parse(readFileSync(file, 'utf8')) as Partial<PactFile>
    return metadata !== undefined && MARK in metadata
  } catch {
    return false
  }
}
