/** Violations in a report that its schema cannot express (BR-15, BR-16, BR-24). */
import type { Violation } from 'tvilling'
import { isCalendarDate } from '../../fixtures/calendar-date.ts'
import { isSwedishPersonalNumber } from '../../fixtures/identity-numbers/swedish-personal-number.ts'
import { type ApiContext, TIME_ZONE } from './states.ts'

const NUMBER = /^\d{8}-?\d{4}$/

/**
 * Finds invalid numbers of parents, and a birth in the future. The body can be any value, because the schema may have
 * rejected it; what the schema reports is not repeated here.
 */
export function inspect(body: unknown, { clock }: Pick<ApiContext, 'clock'>): Violation[] {
  const violations: Violation[] = []
  for (const parent of ['mother', 'father']) {
    const id = memberAt(body, parent, 'personalIdentityNumber', 'id')
    if (typeof id !== 'string' || !NUMBER.test(id) || isSwedishPersonalNumber(withoutHyphen(id))) continue
    violations.push({
      in: 'body',
      field: `${parent}.personalIdentityNumber.id`,
      message: 'must have a valid date and check digit',
      value: id,
      evidence: 'assumed BR-16',
    })
  }
  const date = memberAt(body, 'child', 'date')
  const today = clock.today(TIME_ZONE)
  if (typeof date === 'string' && isCalendarDate(date) && date > today) {
    const message = `must not be after ${today}`
    const evidence = 'assumed BR-15 BR-24'
    violations.push({ in: 'body', field: 'child.date', message, value: date, evidence })
  }
  return violations
}

/** A number in its canonical form, twelve digits (BR-13). */
export function withoutHyphen(id: string): string {
  return id.replace('-', '')
}

function memberAt(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inside, name) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, name)
        ? (inside as Record<string, unknown>)[name]
        : undefined,
    value,
  )
}
