/** What differs from one service to the next without meaning anything; only its shape is compared. */
import { pointerSteps } from '../../src/contract/json-pointer.ts'

/**
 * By API, JSON Pointers into the body of an answer: `*` is any item or member, `<operationId>#` before it limits it
 * to one operation. What the contract marks as personal, dates, times, UUIDs and references need no mention.
 */
export const volatile: Readonly<Record<string, readonly string[]>> = {
  'birth-report': ['/errorId'],
  'consumer-intelligence': ['/expires_in', '/instance', 'listAuditEvents#/data/*/id', '/**/estimatedAge'],
  indkaldelse: ['/expires_in'],
  'organization-session': ['/expires_in', '/instance'],
  'person-monitoring': ['/expires_in', '/entityCount', '/bundles/*/entityCount'],
}

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
