/** Checks the named arguments of scenarios and events against their JSON Schemas. */
import type { ValidateFunction } from 'ajv'
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import { createCompiler } from './schema-compiler.ts'

type Schemas = Record<string, Record<string, unknown>>

/**
 * The arguments with their defaults filled in.
 * @param what opens the sentence, as in `The scenario "bundle-approved"`.
 * @throws UsageError when one is missing, unknown or of the wrong kind.
 */
export function checkArguments(
  what: string,
  schemas: Schemas,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const names = Object.keys(schemas)
  const stray = Object.keys(given).find((name) => !names.includes(name))
  if (stray !== undefined) {
    const known = nearest(stray, names).concat(names)[0]
    throw new UsageError(`${what} has no parameter "${stray}".${known ? ` Nearest: ${known}.` : ''}`)
  }
  const filled: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(schemas)) {
    const value = given[name] === undefined ? schema['default'] : given[name]
    if (value === undefined && schema['optional'] !== true) {
      throw new UsageError(`${what} needs the parameter "${name}" (${describe(schema)}).`)
    }
    if (value !== undefined) filled[name] = value
  }
  checkAgainst(what, schemas, filled)
  return filled
}

function describe(schema: Record<string, unknown>): string {
  return String(schema['description'] ?? schema['type'] ?? 'any value')
}

/** Compiling costs a hundred times as much as checking, and a simulator's schemas are the same in every harness. */
const validators = new WeakMap<Schemas, ValidateFunction>()

function validatorOf(properties: Schemas): ValidateFunction {
  const validate = validators.get(properties) ?? compile({ type: 'object', properties })
  validators.set(properties, validate)
  return validate
}

const compile = createCompiler()

function checkAgainst(what: string, properties: Schemas, value: Record<string, unknown>): void {
  if (Object.keys(value).length === 0) return
  const validate = validatorOf(properties)
  if (validate(value)) return
  const [error] = validate.errors ?? []
  throw new UsageError(`${what}: ${error?.instancePath.slice(1).replaceAll('/', '.')} ${error?.message}.`)
}
