/** Errors of ajv as violations: where, what is wrong, and which value was sent. */
import type { ErrorObject } from 'ajv'
import type { Violation } from '../http/failure.ts'
import { pointerSteps } from './json-pointer.ts'
import { type Shape, shapeAlong } from './shape.ts'

/** Violations beyond this many are not reported. */
const MOST_REPORTED = 1_000

/** Where a value was sent. */
export interface Sent {
  location: Violation['in']
  /** The shape of its schema, which says what each rule rests on. */
  shape: Shape
  /** Name of the parameter; empty for a body. */
  prefix: string
}

/** One violation for each place and message. */
export function toViolations(
  { location, shape, prefix }: Sent,
  found: ErrorObject[],
  value: unknown,
): Violation[] {
  const errors = found.slice(0, MOST_REPORTED)
  const enumerated = new Set(errors.filter(isEnumeration).map(({ instancePath }) => instancePath))
  const seen = new Set<string>()
  const violations: Violation[] = []
  for (const error of errors) {
    // The errors inside a failed `if` are reported themselves.
    if (error.keyword === 'if') continue
    // A value of the wrong type that is also not in the enumeration is one violation, not two.
    if (error.keyword === 'type' && enumerated.has(error.instancePath)) continue
    const missing = error.keyword === 'required' ? String(error.params['missingProperty']) : undefined
    const extra =
      error.keyword === 'additionalProperties' ? String(error.params['additionalProperty']) : undefined
    const inside = pointerSteps(error.instancePath)
    const steps = [...(prefix ? [prefix] : []), ...inside, ...[missing ?? extra ?? []].flat()]
    const field = steps.join('.')
    const message = wordError(error)
    if (seen.has(`${field} ${message}`)) continue
    seen.add(`${field} ${message}`)
    const evidence = evidenceOf(shape, inside, missing)
    violations.push({
      in: location,
      field,
      message,
      value: valueAt(error, value, { missing, extra }),
      ...(evidence !== undefined && { evidence }),
    })
  }
  return violations
}

/** What the broken rule rests on. */
function evidenceOf(shape: Shape, steps: readonly string[], missing: string | undefined): string | undefined {
  if (missing === undefined) return shapeAlong(shape, steps).evidence
  const required = shapeAlong(shape, steps).requiredEvidence.get(missing)
  return required ?? shapeAlong(shape, [...steps, missing]).evidence
}

/** The value that was sent at the place of the error, or under the unknown name. */
function valueAt(
  { instancePath, data }: ErrorObject,
  whole: unknown,
  { missing, extra }: { missing: string | undefined; extra: string | undefined },
): unknown {
  if (missing !== undefined) return undefined
  if (extra !== undefined) return (data as Record<string, unknown>)[extra]
  return instancePath === '' ? whole : data
}

function isEnumeration({ keyword }: ErrorObject): boolean {
  return keyword === 'enum' || keyword === 'const'
}

function wordError(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is required'
    case 'additionalProperties':
      return 'is not known'
    case 'enum':
      return `must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(error.params['allowedValue'])}`
    case 'false schema':
      return 'is not allowed here'
    case 'format':
      return `must be a valid ${String(error.params['format'])}`
    default:
      return error.message ?? 'is not valid'
  }
}
