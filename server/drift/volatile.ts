/** What differs from one service to the next without meaning anything; only its shape is compared. */
import { pointerSteps } from '../../src/contract/json-pointer.ts'

/** Formats whose values say when or where, not what. */
export const VOLATILE_FORMATS: ReadonlySet<string> = new Set([
  'date',
  'date-time',
  'time',
  'uuid',
  'uri',
  'uri-reference',
])

/** Whether a place is declared: `/**` stands for any number of steps. */
export function isDeclared(
  declared: readonly string[],
  operation: string | undefined,
  steps: readonly (string | number)[],
): boolean {
  return declared.some((text) => {
    const [, limit, pointer = ''] = /^(?:(\w+)#)?(.*)$/s.exec(text) ?? []
    if (limit !== undefined && limit !== operation) return false
    return matches(pointerSteps(pointer), steps.map(String))
  })
}

function matches(wanted: readonly string[], steps: readonly string[]): boolean {
  const [first, ...rest] = wanted
  if (first === undefined) return steps.length === 0
  if (first === '**') return steps.some((_step, index) => matches(rest, steps.slice(index)))
  const [step, ...others] = steps
  return step !== undefined && (first === '*' || first === step) && matches(rest, others)
}
