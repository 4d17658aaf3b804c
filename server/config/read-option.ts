/** Reads the value of an option of `serve` from a text, as options and variables have it, or from a configuration file. */
import { UsageError } from '../../src/control/usage-error.ts'
import { parseDuration } from '../../src/harness/clock.ts'
import type { ServeOption } from '../cli/serve-options.ts'

/**
 * @param from what the value was given with, such as `--port`, for the error.
 * @throws UsageError if the option does not take it.
 */
export async function readText(option: ServeOption, text: string, from: string): Promise<unknown> {
  switch (option.kind) {
    case 'number':
      return readValue(option, /^\d+$/.test(text) ? Number(text) : text, from)
    case 'switch':
      return readValue(option, text === 'true' || (text === 'false' ? false : text), from)
    case 'list':
      return readValue(option, listOf(text, option.separator), from)
    default:
      return readValue(option, text, from)
  }
}

/** A variable with several texts: separated by commas, or as JSON if one has a comma itself. */
export function listOf(text: string, separator = ','): readonly string[] {
  if (!text.trimStart().startsWith('[')) return split(text, separator)
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list)) return list as string[]
  } catch {
    // It is a list of texts that happens to begin with a bracket, such as an address of IPv6.
  }
  return split(text, separator)
}

const split = (text: string, separator: string) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** The same for a value as JSON and YAML have it. */
export async function readValue(option: ServeOption, value: unknown, from: string): Promise<unknown> {
  const read = accepted(option, value)
  if (read === undefined) throw new UsageError(`${from} takes ${takes(option)}${instead(option, value)}.`)
  for (const text of [read].flat()) if (typeof text === 'string') await check(option, text, from)
  return read
}

/** The value as `serve` wants it; undefined if the option does not take it. */
function accepted(option: ServeOption, value: unknown): unknown {
  switch (option.kind) {
    case 'number':
      return isWholeNumber(value, option.least ?? 0, option.most) ? value : undefined
    case 'switch':
      return typeof value === 'boolean' ? value : undefined
    case 'list': {
      const list = typeof value === 'string' ? [value] : value
      return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : undefined
    }
    case 'duration': {
      const milliseconds = typeof value === 'string' ? parseDuration(value) : undefined
      return milliseconds !== undefined && milliseconds > 0 && milliseconds <= option.most
        ? milliseconds
        : undefined
    }
    case 'choice':
      return option.values.includes(value as string) ? value : undefined
    case 'text':
      if (typeof value !== 'string') return undefined
      return option.pattern === undefined || new RegExp(option.pattern).test(value) ? value : undefined
    case 'file':
      return typeof value === 'string' || (option.inline && isMap(value)) ? value : undefined
  }
}

const isWholeNumber = (value: unknown, least: number, most: number) =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most

const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)

function takes(option: ServeOption): string {
  switch (option.kind) {
    case 'number':
      return `a whole number from ${option.least ?? 0} to ${option.most}`
    case 'switch':
      return 'true or false'
    case 'list':
      return 'texts'
    case 'choice':
      return `${option.values.slice(0, -1).join(', ')} or ${option.values.at(-1)}`
    case 'duration':
      return option.takes
    case 'text':
      return option.takes ?? 'a text'
    case 'file':
      return option.inline ? `the name of a file, or a map` : 'the name of a file'
  }
}

function instead(option: ServeOption, value: unknown): string {
  const isSecret = 'secret' in option && option.secret
  return isSecret ? '' : `, not ${JSON.stringify(value) ?? String(value)}`
}

async function check(option: ServeOption, text: string, from: string): Promise<void> {
  try {
    await option.check?.(text)
  } catch (error) {
    // What an option of the command line is called, its own message says.
    if (!(error instanceof UsageError) || from.startsWith('--')) throw error
    throw new UsageError(`${from}: ${error.message}`)
  }
}
