/** The options of `serve` from their three places: an option counts more than a variable, and a variable more than the file. */
import type { GivenFlags } from '../cli/option-flags.ts'
import {
  flagOf,
  type ServeOption,
  type ServeOptionName,
  type ServeOptions,
  serveOptions,
  variableOf,
} from '../cli/serve-options.ts'
import { readText, readValue } from './read-option.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** @throws UsageError that names the option or the variable whose value is wrong. */
export async function readServeOptions(flags: GivenFlags, environment: Environment): Promise<ServeOptions> {
  const read: Record<string, unknown> = {}
  for (const [name, option] of Object.entries<ServeOption>(serveOptions)) {
    const value = await readOption(name as ServeOptionName, option, flags, environment)
    if (value !== undefined) read[name] = value
  }
  return read as unknown as ServeOptions
}

async function readOption(
  name: ServeOptionName,
  option: ServeOption,
  flags: GivenFlags,
  environment: Environment,
): Promise<unknown> {
  const given = flags[name]
  if (given !== undefined) {
    return typeof given === 'string'
      ? readText(option, given, flagOf(name))
      : readValue(option, given, flagOf(name))
  }
  const variable = readVariable(name, option, environment)
  if (variable !== undefined) return readText(option, variable, variableOf(name))
  const fallback = 'default' in option ? option.default : undefined
  return fallback === undefined ? undefined : readValue(option, fallback, flagOf(name))
}

/** An empty variable counts as left out, but an empty secret would leave a server open: it is a mistake. */
function readVariable(name: string, option: ServeOption, environment: Environment): string | undefined {
  const text = environment[variableOf(name)]
  if (text === '' && !('secret' in option)) return undefined
  // Kubernetes sets TVILLING_PORT itself if a service is called tvilling.
  return text !== undefined && /^(?:tcp|udp):\/\//.test(text) ? undefined : text
}
