/** Files that a tool writes and reads. */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'

/**
 * Writes a file that is not there yet: an agent that is mistaken in the name overwrites nothing.
 * @param ending what its name must end with, such as `.har`.
 * @returns its whole path.
 * @throws UsageError if there is such a file, or it cannot be written.
 */
export async function writeNewFile(name: string, ending: string, text: string): Promise<string> {
  const file = resolve(name)
  if (!file.endsWith(ending))
    throw new UsageError(`The name of the file must end with ${ending}, not be "${name}".`)
  try {
    await writeFile(file, text, { flag: 'wx' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new UsageError(`${file} exists already: give another name.`, 409)
    if (code === 'ENOENT')
      throw new UsageError(`${file} cannot be written, since its folder does not exist.`, 404)
    throw new UsageError(`${file} cannot be written: ${message}.`)
  }
  return file
}

/** @throws UsageError if the file cannot be read, or is no JSON. */
export async function readJsonFile(name: string): Promise<unknown> {
  const file = resolve(name)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}.`, 404)
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${file} is not JSON.`)
  }
}
