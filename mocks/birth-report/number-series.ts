/** The numbers of a day: each sex has eleven for tests, assigned in ascending order (BR-18, ID-03). */
import type { Sex } from '../../fixtures/identity-numbers/person-number.ts'
import {
  makeSwedishPersonalNumber,
  swedishTestSerials,
} from '../../fixtures/identity-numbers/swedish-personal-number.ts'
import { subjects } from '../../fixtures/subjects.ts'
import type { ApiContext } from './states.ts'

/** The day's first number that no person of the harness has; `undefined` if none is left (BR-17, BR-18). */
export async function nextNumber(
  birthDate: string,
  sex: Sex,
  { collections, populations }: ApiContext,
): Promise<string | undefined> {
  if (await collections.spentSeries.get(`${birthDate}|${sex}`)) return undefined
  for (const serial of swedishTestSerials(sex)) {
    const number = makeSwedishPersonalNumber({ birthDate, sex, serial })
    if (!isDocumented(number) && !(await populations.people.get(number))) return number
  }
  return undefined
}

/** Declares that all numbers of a sex for a day are assigned. */
export async function spendSeries(date: string, sex: Sex, { collections }: ApiContext): Promise<void> {
  await collections.spentSeries.put({ date, sex })
}

/** Whether a number belongs to a documented subject; some subjects are numbers that no person has. */
export function isDocumented(number: string): boolean {
  return subjects.some((subject) => subject.number === number)
}
