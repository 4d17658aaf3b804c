/** Checks the named arguments of scenarios and events against their JSON Schemas. */
import { createRequire } from 'node:module'
import type { ValidateFunction } from 'ajv'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'

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
  const validate = validators.get(properties) ?? compile(properties)
  validators.set(properties, validate)
  return validate
}

const compile = createCompiler()

/** All schemas share one Ajv: a new one compiles the meta schema first, which takes longer than a schema of ours. */
function createCompiler(): (properties: Schemas) => ValidateFunction {
  let ajv: Ajv2020 | undefined
  return (properties) => {
    ajv ??= createAjv()
    try {
      return ajv.compile({ type: 'object', properties })
    } finally {
      // All but the meta schema: it would keep them for ever, and refuse an `$id` that two of them have.
      ajv.removeSchema()
    }
  }
}

function createAjv(): Ajv2020 {
  // Loaded here, so that a process that checks nothing does not load it.
  const require = createRequire(import.meta.url)
  const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const addFormats = require('ajv-formats') as (ajv: unknown) => void
  const ajv = new Ajv2020({ strict: false })
  addFormats(ajv)
  return ajv
}

function checkAgainst(what: string, properties: Schemas, value: Record<string, unknown>): void {
  if (Object.keys(value).length === 0) return
  const validate = validatorOf(properties)
  if (validate(value)) return
  const [error] = validate.errors ?? []
  throw new UsageError(`${what}: ${error?.instancePath.slice(1).replaceAll('/', '.')} ${error?.message}.`)
}
