/** Options that several commands share. */
import { readFile } from 'node:fs/promises'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Settings } from '../../src/simulator/settings.ts'

/** @throws UsageError if the text is no whole number from 0 to `most`. */
export function wholeNumber(flag: string, text: string, most: number): number {
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new UsageError(`${flag} takes a whole number from 0 to ${most}, not "${text}".`)
  }
  return Number(text)
}

/**
 * Reads the settings of simulators from a YAML or JSON file.
 * @throws UsageError if it cannot be read.
 */
export async function readSettings(file: string): Promise<Record<string, Settings>> {
  try {
    const { parse } = await import('yaml')
    const settings: unknown = parse(await readFile(file, 'utf8'))
    if (typeof settings === 'object' && settings !== null) return settings as Record<string, Settings>
  } catch (error) {
    throw new UsageError(`The settings in ${file} cannot be read: ${(error as Error).message}`)
  }
  throw new UsageError(`The settings in ${file} must be a map from simulators to their settings.`)
}
