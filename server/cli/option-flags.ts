/** The options of `serve` as commander has them. */
import { Option } from 'commander'
import { flagOf, type ServeOption, type ServeOptionName, serveOptions, variableOf } from './serve-options.ts'

/** Options of the command line, in the order of the table. Their values are texts, which `readServeOptions` reads. */
export function commanderOptions(): Option[] {
  return Object.entries<ServeOption>(serveOptions).flatMap(([name, option]) => optionsOf(name, option))
}

function optionsOf(name: string, option: ServeOption): Option[] {
  const flag = flagOf(name)
  if (option.kind === 'switch') {
    const off = new Option(flag.replace('--', '--no-'), option.helpOff ?? `not ${flag}`)
    return [new Option(flag, option.help), option.helpOff === undefined ? off.hideHelp() : off]
  }
  const value = option.kind === 'duration' ? 'duration' : option.value
  const isRepeated = option.kind === 'list' && option.separator === undefined
  const made = new Option(`${flag} <${value}>`, `${option.help}${noteOn(option, isRepeated)}`)
  return [isRepeated ? made.argParser(collect) : made]
}

/** The default is not commander's own, so that a default can be told from an option that was given. */
function noteOn(option: Exclude<ServeOption, { kind: 'switch' }>, isRepeated: boolean): string {
  if (isRepeated) return ' (repeatable)'
  return option.kind === 'file' || option.default === undefined ? '' : ` (default: ${option.default})`
}

/** What was given before comes first. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}

/** What a help says of the other two places of an option. */
export const OTHER_PLACES = `
Each option can also be a variable, such as ${variableOf('maxTenants')}, or a key of tvilling.config.yaml, such as
maxTenants: an option counts more than a variable, and a variable more than the file. See tvilling init.`

export type GivenFlags = Partial<Record<ServeOptionName, string | boolean | readonly string[]>>
