/** The options of `serve` from their three places: an option counts more than a variable, and a variable more than the file. */
import { nearest, unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { GivenFlags } from '../cli/option-flags.ts'
import {
  flagOf,
  type ServeOption,
  type ServeOptionName,
  type ServeOptions,
  serveOptions,
  variableOf,
} from '../cli/serve-options.ts'
import type { ConfigFile } from './config-file.ts'
import { readConfig } from './read-config.ts'
import { readText, readValue } from './read-option.ts'

export interface ServeOptionPlaces {
  flags: GivenFlags & { config?: string }
  environment: Readonly<Record<string, string | undefined>>
  /** Where a configuration file is looked for that nobody names. */
  folder: string
}

/** @throws UsageError that names the option, the variable or the place in the file whose value is wrong. */
export async function readServeOptions(
  places: ServeOptionPlaces,
): Promise<{ options: ServeOptions; config: ConfigFile | undefined }> {
  const { flags, environment, folder } = places
  const config = await readConfig(flags.config ?? (environment['TVILLING_CONFIG'] || undefined), folder)
  if (config) checkKeys(config)
  const read: Record<string, unknown> = {}
  for (const [name, option] of Object.entries<ServeOption>(serveOptions)) {
    // Each place is read, so that a mistake in the file is told even if a variable counts more.
    const filed = config && (await readFiled(name, option, config))
    const value =
      (await readGiven(name as ServeOptionName, option, places)) ?? filed ?? (await fallback(option))
    if (value !== undefined) read[name] = value
  }
  return { options: read as unknown as ServeOptions, config }
}

async function readGiven(
  name: ServeOptionName,
  option: ServeOption,
  { flags, environment }: ServeOptionPlaces,
): Promise<unknown> {
  const given = flags[name]
  if (typeof given === 'string') return readText(option, given, flagOf(name))
  if (given !== undefined) return readValue(option, given, flagOf(name))
  const variable = readVariable(name, option, environment)
  return variable === undefined ? undefined : readText(option, variable, variableOf(name))
}

/** An empty variable counts as left out, but an empty secret would leave a server open: it is a mistake. */
function readVariable(
  name: string,
  option: ServeOption,
  environment: ServeOptionPlaces['environment'],
): string | undefined {
  const text = environment[variableOf(name)]
  if (text === '' && !('secret' in option)) return undefined
  // Kubernetes sets TVILLING_PORT itself if a service is called tvilling.
  return text !== undefined && /^(?:tcp|udp):\/\//.test(text) ? undefined : text
}

async function readFiled(name: string, option: ServeOption, config: ConfigFile): Promise<unknown> {
  const value = config.values[name]
  if (value === undefined) return undefined
  const read = await readValue(option, value, `${config.at([name])}: ${name}`)
  const within = (text: unknown) =>
    typeof text === 'string' && 'within' in option ? (option.within?.(text, config.folder) ?? text) : text
  return Array.isArray(read) ? read.map(within) : within(read)
}

async function fallback(option: ServeOption): Promise<unknown> {
  if (!('default' in option) || option.default === undefined) return undefined
  return readValue(option, option.default, 'The default')
}

function checkKeys({ values, at }: ConfigFile): void {
  const known = Object.keys(serveOptions)
  for (const key of Object.keys(values)) {
    if (key === '$schema' || known.includes(key)) continue
    const [meant] = nearest(key, known, 1)
    const { message } = unknownName('option', key, meant === undefined ? known : [meant])
    throw new UsageError(`${at([key], 'key')}: ${message}`)
  }
}
