/** `tvilling init`: writes a configuration file that says of each option what it does. */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'
import { EXIT } from '../cli/exit-codes.ts'
import { flagOf, type ServeOption, serveOptions, variableOf } from '../cli/serve-options.ts'
import type { Terminal } from '../cli/terminal.ts'
import { CONFIG_NAMES } from './read-config.ts'

type Format = 'yaml' | 'json' | 'ts'

/** @throws UsageError if there is a configuration file already, which is not written over. */
export async function init(flags: { format: Format; into: string }, io: Terminal): Promise<number> {
  const { format } = flags
  const there = CONFIG_NAMES.find((name) => existsSync(join(flags.into, name)))
  if (there !== undefined) {
    throw new UsageError(`${join(flags.into, there)} is there already, and nothing is written over it.`, 409)
  }
  const file = join(flags.into, `tvilling.config.${format}`)
  await writeFile(file, configText(format, schemaFrom(flags.into)), { flag: 'wx' })
  io.out(`${file} is written. Change what you need in it; tvilling serve reads it in this folder.\n`)
  return EXIT.held
}

/** The schema in the installed package, as a file in `folder` names it; undefined if it is not installed there. */
function schemaFrom(folder: string): string | undefined {
  try {
    const require = createRequire(join(resolve(folder), 'package.json'))
    const path = relative(folder, require.resolve('tvilling/config.schema.json')).split(sep).join('/')
    return path.startsWith('.') ? path : `./${path}`
  } catch {
    return undefined
  }
}

export function configText(format: Format, schema: string | undefined): string {
  switch (format) {
    case 'yaml':
      return yamlText(schema)
    case 'json':
      return `${JSON.stringify({ ...(schema && { $schema: schema }), ...defaults() }, null, 2)}\n`
    case 'ts':
      return tsText()
  }
}

const options = () => Object.entries<ServeOption>(serveOptions)

function yamlText(schema: string | undefined): string {
  const entries = options().map(
    ([name, option]) => `# ${about(name, option)}\n# ${name}: ${yamlValue(exampleOf(option))}\n`,
  )
  const head = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`
  return `${head}# ${HEAD}\n# Take the # away from what you want to change.\n\n${entries.join('\n')}`
}

function tsText(): string {
  const entries = options().map(
    ([name, option]) => `  // ${about(name, option)}\n  // ${name}: ${tsValue(exampleOf(option))},\n`,
  )
  return `import { defineConfig } from 'tvilling/server'

// ${HEAD}
// Take the // away from what you want to change.
export default defineConfig({
${entries.join('\n')}})
`
}

const HEAD = 'What tvilling serve does. Options of the command line count more, and so do variables.'

const about = (name: string, { help }: ServeOption) => `${help} (${flagOf(name)}, ${variableOf(name)})`

/** What stands in the file for each option: its default, or an example if it has none. */
function exampleOf(option: ServeOption): unknown {
  if (option.example !== undefined) return option.example
  if ('default' in option && option.default !== undefined) return option.default
  switch (option.kind) {
    case 'switch':
      return true
    case 'number':
      return option.least ?? 0
    case 'duration':
      return 'PT1M'
    default:
      return `<${option.value}>`
  }
}

function defaults(): Record<string, unknown> {
  const having = options().filter(([, option]) => 'default' in option && option.default !== undefined)
  return Object.fromEntries(having.map(([name, option]) => [name, 'default' in option && option.default]))
}

/** JSON, with bare words where YAML reads the same text from them. */
const yamlValue = (value: unknown) =>
  typeof value === 'string' && /^[\w./:-]+$/.test(value) ? value : spaced(value)

const tsValue = (value: unknown) =>
  spaced(value)
    .replaceAll("'", "\\'")
    .replaceAll('"', "'")
    .replace(/'([a-z]+)': /g, '$1: ')

const spaced = (value: unknown) =>
  JSON.stringify(value, null, 1)
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll('[ ', '[')
    .replaceAll(' ]', ']')
