/** Compiles schemas that are not of a contract: arguments of scenarios and events, and entries of seed data. */
import { createRequire } from 'node:module'
import type { Options, ValidateFunction } from 'ajv'
import type { Ajv2020 } from 'ajv/dist/2020.js'

/**
 * All schemas share one Ajv: a new one compiles the meta schema first, which takes longer than a schema of ours.
 * @param addFormats adds to the usual formats, or replaces them.
 */
export function createCompiler(
  options: Options = {},
  addFormats: (ajv: Ajv2020) => void = () => {},
): (schema: object) => ValidateFunction {
  let shared: Ajv2020 | undefined

  function createAjv(): Ajv2020 {
    // Loaded here, so that a process that checks nothing does not load it.
    const require = createRequire(import.meta.url)
    const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
    const addUsualFormats = require('ajv-formats') as (ajv: unknown) => void
    const ajv = new Ajv2020({ strict: false, ...options })
    addUsualFormats(ajv)
    addFormats(ajv)
    return ajv
  }

  return (schema) => {
    shared ??= createAjv()
    try {
      return shared.compile(schema)
    } finally {
      // All but the meta schema: it would keep them for ever, and refuse an `$id` that two of them have.
      shared.removeSchema()
    }
  }
}
