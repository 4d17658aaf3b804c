/** `tvilling export`: writes the state of a running server's tenant as a seed file. */
import { writeFile } from 'node:fs/promises'
import { connect } from '../../src/control/connect.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { seedFileText } from '../seed-file/write-seed-file.ts'
import { EXIT } from './exit-codes.ts'
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
  const { seedData, omitted } = await control.seedData().catch((error: unknown) => {
    if (error instanceof UsageError) throw error
    throw new UsageError(
      `No Tvilling server answers at ${url}. Start one with "tvilling serve", or name another with --url.`,
      409,
    )
  })
  const text = seedFileText(seedData, file)
  if (file === undefined) io.out(text)
  else await writeFile(file, text)
  if (omitted.length > 0) io.error(`A seed file cannot express ${omitted.join(', ')}.\n`)
  return EXIT.held
}
