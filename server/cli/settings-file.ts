/** `--settings`: a file with settings by simulator. */
import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { type AllSettings, checkSettings, withSettings } from '../../src/simulator/apply-settings.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { withOwnSimulators } from './load-simulators.ts'
import { readInput } from './read-input.ts'

/**
 * Reads the settings of simulators from a YAML or JSON file.
 * @throws UsageError with the name of the file if it cannot be read, or if a setting in it is wrong.
 */
export async function readSettings(file: string, simulators: readonly Simulator[]): Promise<AllSettings> {
  const settings = await parseFile(file)
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw new UsageError(`The settings in ${file} must be a map from simulators to their settings.`)
  }
  const { $schema: _, ...own } = settings as Record<string, AllSettings[string]>
  try {
    checkSettings(simulators, own)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`${file}: ${error.message}`)
  }
  return own
}

async function parseFile(file: string): Promise<unknown> {
  const text = await readInput(file, `The settings in ${file}`)
  const { parse } = await import('yaml')
  try {
    return parse(text)
  } catch (error) {
    throw new UsageError(`The settings in ${file} cannot be read: ${(error as Error).message}`)
  }
}

/** The simulators that a command reads, with the settings of its file. */
export async function simulatorsFor(flags: {
  simulator: readonly string[]
  settings?: string
}): Promise<Simulator[]> {
  const simulators = await withOwnSimulators(flags.simulator)
  if (flags.settings === undefined) return simulators
  const settings = await readSettings(flags.settings, simulators)
  return simulators.map((simulator) => withSettings(simulator, settings[simulator.name]))
}

/**
 * The simulators that `--api` names, or all.
 * @throws UsageError if there is no such simulator.
 */
export function chosenOf(all: readonly Simulator[], api: readonly string[]): readonly Simulator[] {
  const names = all.map(({ name }) => name)
  const unknown = api.find((name) => !names.includes(name))
  if (unknown !== undefined) throw unknownName('API', unknown, names)
  return api.length === 0 ? all : all.filter(({ name }) => api.includes(name))
}
