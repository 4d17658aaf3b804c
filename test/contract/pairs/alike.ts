/** Whether an answer is like its example: the same members and values, but for what differs from call to call. */

import { isDeclared } from '../../../server/drift/volatile.ts'
import { toPointer } from '../../../src/contract/json-pointer.ts'

export interface Volatile {
  /** Places that the simulator declares. */
  declared: readonly string[]
  operation: string
}

/** Members whose text is drawn for each answer. */
const DRAWN = /(?:token|secret|signature)$/i
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g

/** Differences of an answer from its example, each in one line with its JSON Pointer. */
export function differences(
  example: unknown,
  answer: unknown,
  setting: Volatile,
  steps: readonly (string | number)[] = [],
): string[] {
  const told = `${toPointer(steps) || '/'}: ${JSON.stringify(answer)} instead of ${JSON.stringify(example)}`
  if (isDeclared(setting.declared, setting.operation, steps))
    return typeof example === typeof answer ? [] : [told]
  if (Array.isArray(example) && Array.isArray(answer)) {
    if (example.length !== answer.length) return [told]
    return example.flatMap((item, index) => differences(item, answer[index], setting, [...steps, index]))
  }
  if (isObject(example) && isObject(answer)) {
    const names = new Set([...Object.keys(example), ...Object.keys(answer)])
    return [...names].flatMap((name) => differences(example[name], answer[name], setting, [...steps, name]))
  }
  if (typeof example === 'string' && typeof answer === 'string') {
    if (DRAWN.test(String(steps.at(-1))) && answer !== '') return []
    return constant(example) === constant(answer) ? [] : [told]
  }
  return example === answer ? [] : [told]
}

const constant = (text: string) => text.replaceAll(UUID, '<uuid>').replaceAll(INSTANT, '<instant>')

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
