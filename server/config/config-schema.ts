/** The JSON Schema of a configuration file, for editors. */
import { flagOf, type ServeOption, serveOptions, variableOf } from '../cli/serve-options.ts'

type Json = Record<string, unknown>

/** @param settings the reference to the schema of the settings of APIs. */
export function configSchema(settings: string): Json {
  const properties = Object.entries<ServeOption>(serveOptions).map(([name, option]) => [
    name,
    { description: describe(name, option), ...schemaOf(option, settings), ...defaultOf(option) },
  ])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of Tvilling',
    description: 'The options of tvilling serve, for tvilling.config.yaml and tvilling.config.json.',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
  }
}

/** What the option does, and its other two names. */
function describe(name: string, { help }: ServeOption): string {
  return `${help[0]?.toUpperCase()}${help.slice(1)}. ${flagOf(name)}, ${variableOf(name)}.`
}

function schemaOf(option: ServeOption, settings: string): Json {
  switch (option.kind) {
    case 'number':
      return { type: 'integer', minimum: option.least ?? 0, maximum: option.most }
    case 'switch':
      return { type: 'boolean' }
    case 'list':
      return { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }] }
    case 'duration':
      return { type: 'string', format: 'duration' }
    case 'choice':
      return { enum: option.values }
    case 'text':
      return option.pattern === undefined ? { type: 'string' } : { type: 'string', pattern: option.pattern }
    case 'file':
      return option.inline ? { anyOf: [{ type: 'string' }, { $ref: settings }] } : { type: 'string' }
  }
}

const defaultOf = (option: ServeOption) =>
  'default' in option && option.default !== undefined ? { default: option.default } : {}
