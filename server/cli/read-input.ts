/** Reads a file that a user names. */
import { readFile } from 'node:fs/promises'
import { UsageError } from '../../src/control/usage-error.ts'

/**
 * @param what how it is called, such as `The settings in a.yaml`.
 * @throws UsageError if it cannot be read, which is no mistake in the file.
 */
export async function readInput(file: string, what = file): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${what} cannot be read: ${(error as Error).message}.`, 409)
  }
}
