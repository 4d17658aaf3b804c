/** Settings of APIs that stand in the configuration file itself. */
import { UsageError } from '../../src/control/usage-error.ts'
import { type AllSettings, checkSettings } from '../../src/simulator/apply-settings.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { type ConfigFile, isMap, type KeyPath } from './config-file.ts'

/** @throws UsageError with the place of the first setting that is wrong. */
export function checkInlineSettings(
  settings: Readonly<Record<string, unknown>>,
  simulators: readonly Simulator[],
  { at }: Pick<ConfigFile, 'at'>,
): AllSettings {
  // Each is checked alone first: it is then known which one is wrong.
  for (const [path, alone] of [...parts(settings)]) {
    const wrong = mistakeIn(alone, simulators)
    if (wrong) throw new UsageError(`${at(['settings', ...path], 'key')}: ${wrong}`)
  }
  const wrong = mistakeIn(settings, simulators)
  if (wrong) throw new UsageError(`${at(['settings'], 'key')}: ${wrong}`)
  return settings as AllSettings
}

/** Smaller settings with their path, the narrowest first: of one name in a map, of one setting, of one simulator. */
function* parts(settings: Readonly<Record<string, unknown>>): Generator<[KeyPath, Record<string, unknown>]> {
  for (const [simulator, own] of Object.entries(settings)) {
    if (isMap(own)) {
      for (const [setting, value] of Object.entries(own)) {
        if (isMap(value)) {
          for (const [name, each] of Object.entries(value)) {
            yield [[simulator, setting, name], { [simulator]: { [setting]: { [name]: each } } }]
          }
        }
        yield [[simulator, setting], { [simulator]: { [setting]: value } }]
      }
    }
    yield [[simulator], { [simulator]: own }]
  }
}

function mistakeIn(settings: object, simulators: readonly Simulator[]): string | undefined {
  try {
    checkSettings(simulators, settings as AllSettings)
    return undefined
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}
