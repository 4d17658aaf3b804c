/** Schemas that several tools share. */
import type { ParameterSchemas } from '../../../src/simulator/parameters.ts'
import { objectSchema } from '../tool.ts'

export const text = { type: 'string' } as const
export const count = { type: 'integer' } as const
export const record = { type: 'object' } as const
export const records = { type: 'array', items: { type: 'object' } } as const
export const texts = { type: 'array', items: { type: 'string' } } as const

/** A list of objects with these members, and perhaps others. */
export const listOf = (members: ParameterSchemas) => ({ type: 'array', items: objectSchema(members, false) })

export const instant = { type: 'string', description: "Instant of the twin's clock, ISO 8601" } as const

export const simulator = {
  type: 'string',
  minLength: 1,
  description: 'Name of the simulator; simulators_list has all',
} as const

/** How many items a page has. */
export const limit = {
  type: 'integer',
  minimum: 1,
  maximum: 100,
  default: 20,
  description: 'Items of this answer, 100 at most',
} as const
