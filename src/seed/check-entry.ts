/** Checks one entry of seed data by its schema, in sentences. */
import type { ErrorObject } from 'ajv'
import { pointerSteps } from '../contract/json-pointer.ts'
import { nearest } from '../control/nearest.ts'
import { shownValue } from '../control/shown-value.ts'
import type { ParameterSchemas } from '../simulator/parameters.ts'
import { mapEntry, validatorOf } from './entry-schema.ts'
import type { SeedMistake, SeedPath } from './mistakes.ts'

/** An entry that has passed its schema, and where it stands. */
export interface ReadEntry<E = Record<string, unknown>> {
  entry: E
  path: SeedPath
}

/** @returns the entry with its defaults, or its mistakes. */
export function checkEntry(
  members: ParameterSchemas,
  given: unknown,
): { entry: Record<string, unknown> } | { mistakes: SeedMistake[] } {
  const entry = mapEntry(members, given, asText)
  const validate = validatorOf(members)
  if (validate(entry)) return { entry: entry as Record<string, unknown> }
  const errors = validate.errors ?? []
  const alternatives = new Set(errors.filter(isAlternative).map(({ instancePath }) => instancePath))
  const mistakes = errors
    // What is wrong with each alternative is not said, only that none fits.
    .filter((error) => isAlternative(error) || !/\/anyOf\/\d+\//.test(error.schemaPath))
    .filter(({ keyword, instancePath }) => keyword !== 'type' || !alternatives.has(instancePath))
    .map((error) => wordError(error, given))
  return { mistakes }
}

const isAlternative = ({ keyword }: ErrorObject) => keyword === 'anyOf'

/** An identity number without a separator is a number in YAML. */
function asText(value: string | number, { type }: Record<string, unknown>): unknown {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type]
  const isMeantAsText = types.includes('string') && !types.includes('number') && !types.includes('integer')
  return typeof value === 'number' && isMeantAsText && Number.isSafeInteger(value) ? String(value) : value
}

function wordError(error: ErrorObject, given: unknown): SeedMistake {
  const path = stepsIn(error.instancePath, given)
  const shown = shownValue(error.data)
  switch (error.keyword) {
    case 'additionalProperties': {
      const stray = String(error.params['additionalProperty'])
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object)
      return { path: [...path, stray], atName: true, sentence: wordUnknown('member', stray, known) }
    }
    case 'required':
      return { path, sentence: `"${error.params['missingProperty']}" is missing.` }
    case 'enum': {
      const allowed = (error.params['allowedValues'] as unknown[]).map(String)
      const near = typeof error.data === 'string' ? nearest(error.data, allowed, 1) : []
      const hint = near.length > 0 ? ` Nearest: ${near[0]}.` : ''
      return { path, sentence: `It is one of ${allowed.join(', ')}, not ${shown}.${hint}` }
    }
    case 'type':
      return { path, sentence: `It is of type ${[error.params['type']].flat().join(' or ')}, not ${shown}.` }
    case 'format':
      return { path, sentence: `${shown} is no ${error.params['format']}.` }
    case 'pattern':
      return { path, sentence: `${shown} does not match ${error.params['pattern']}.` }
    case 'anyOf':
      return { path, sentence: `${shown} is none of what can stand here.` }
    default:
      return { path, sentence: `It ${error.message}.` }
  }
}

/** The sentence for a name that is not known. */
export function wordUnknown(kind: string, name: string, known: readonly string[]): string {
  const near = nearest(name, known, 1)
  const hint = near.length > 0 ? `Nearest: ${near[0]}.` : `There is ${known.join(', ') || 'none'}.`
  return `There is no ${kind} "${shownValue(name)}". ${hint}`
}

/** A pointer as a path, in which places in lists are numbers. */
function stepsIn(pointer: string, given: unknown): SeedPath {
  let value = given
  return pointerSteps(pointer).map((step) => {
    const inList = Array.isArray(value)
    value = (value as Record<string, unknown> | undefined)?.[step]
    return inList ? Number(step) : step
  })
}
