/** `--watch`: when a seed file changes, all tenants start again with it. */
import { unwatchFile, watchFile } from 'node:fs'
import { UsageError } from '../../src/control/usage-error.ts'
import type { SeedData } from '../../src/seed/seed-data.ts'
import { inFiles, readSeedFiles, type SeedFile } from './read-seed-files.ts'

export interface WatchSeedFilesOptions {
  files: readonly string[]
  /** The seed data of files that were read. */
  seedDataOf: (files: readonly SeedFile[]) => SeedData[]
  /** Starts all tenants again. @returns how many they are. */
  replant: (seedData: SeedData[]) => Promise<number>
  announce: (line: string) => void
  defect: (error: unknown) => void
}

/** How often the files are looked at, in milliseconds. Messages of the file system do not reach mounted folders. */
const INTERVAL = 250

/** @returns a function that ends it. */
export function watchSeedFiles(options: WatchSeedFilesOptions): () => void {
  const { files, announce, defect } = options
  let running = Promise.resolve()
  const changed = () => {
    running = running.then(() => plantAgain(options)).catch(defect)
  }
  for (const file of files) watchFile(file, { interval: INTERVAL }, changed)
  announce(`watching ${files.join(', ')}`)
  return () => {
    for (const file of files) unwatchFile(file, changed)
  }
}

/** A mistake leaves everything as it is. */
async function plantAgain({ files, seedDataOf, replant, announce }: WatchSeedFilesOptions): Promise<void> {
  let read: SeedFile[] = []
  try {
    read = await readSeedFiles(files)
    const seedData = seedDataOf(read)
    const tenants = await replant(seedData)
    const which = tenants === 1 ? 'the tenant starts' : `${tenants} tenants start`
    announce(`${files.join(', ')} changed: ${which} again with it; what happened in between is gone`)
  } catch (error) {
    const worded = await inFiles(error, read)
    if (!(worded instanceof UsageError)) throw worded
    announce(`the seed files changed, and nothing was planted again:\n${worded.message}`)
  }
}
