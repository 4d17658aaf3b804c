/** `tvilling export`: writes the state of a running server's tenant as a seed file. */
import { writeFile } from 'node:fs/promises'
import { connect } from '../../src/control/connect.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ExportedSeed } from '../../src/seed/seed-data.ts'
import { seedFileText } from '../seed-file/write-seed-file.ts'
import type { Terminal } from './terminal.ts'

export interface ExportFlags {
  url: string
  tenant?: string
  file?: string
  controlToken?: string
}

export async function exportSeedFile(flags: ExportFlags, io: Terminal): Promise<number> {
  const { url, tenant, file, controlToken: token } = flags
  const control = connect(url, {
    ...(tenant !== undefined && { tenant }),
    ...(token !== undefined && { token }),
  })
  let exported: ExportedSeed
  try {
    exported = await control.seedData()
  } catch (error) {
    if (error instanceof UsageError) throw error
    io.error(
      `No Tvilling server answers at ${url}. Start one with "tvilling serve", or name another with --url.\n`,
    )
    return COULD_NOT
  }
  const { seedData, omitted } = exported
  const text = seedFileText(seedData, file)
  if (file === undefined) io.out(text)
  else if (!(await written(file, text, io))) return COULD_NOT
  if (omitted.length > 0) io.error(`A seed file cannot express ${omitted.join(', ')}.\n`)
  return 0
}

const COULD_NOT = 3

async function written(file: string, text: string, io: Terminal): Promise<boolean> {
  try {
    await writeFile(file, text)
    return true
  } catch (error) {
    io.error(`${file} cannot be written: ${(error as Error).message}.\n`)
    return false
  }
}
