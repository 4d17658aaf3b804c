/** Mothers who cannot be: somebody has to look at their reports (BR-27). */
import { ageOn } from '../../fixtures/calendar-date.ts'
import { readSwedishPersonalNumber } from '../../fixtures/identity-numbers/swedish-personal-number.ts'
import type { Person } from '../../fixtures/person.ts'
import type { Doubt } from './confirmations.ts'
import { type ApiContext, TIME_ZONE } from './states.ts'

const YOUNGEST = 12

/**
 * Why the mother of a child that was born on a day cannot be its mother; undefined if she can.
 * @param registered undefined if nobody has her number: then only the number tells her age.
 */
export function doubtMother(
  { mother, father }: { mother: string; father: string | undefined },
  date: string,
  registered: Person | undefined,
  { clock }: Pick<ApiContext, 'clock'>,
): Doubt | undefined {
  const because = (code: Doubt['code'], text: string): Doubt => ({ code, facts: ['BR-27'], text })
  const { deceasedOn, emigratedOn } = registered ?? {}
  if (deceasedOn !== undefined && deceasedOn <= date) {
    return because('206', `the mother ${mother} died on ${deceasedOn}, and the child was born on ${date}.`)
  }
  if (emigratedOn !== undefined && emigratedOn <= clock.today(TIME_ZONE)) {
    return because('207', `the mother ${mother} emigrated on ${emigratedOn}.`)
  }
  const birthDate = registered?.birthDate ?? readSwedishPersonalNumber(mother)?.birthDate
  if (birthDate !== undefined && ageOn(birthDate, date) < YOUNGEST) {
    const problem = birthDate > date ? 'after the child' : `less than ${YOUNGEST} years before the child`
    return because('208', `the mother ${mother} was born on ${birthDate}, ${problem}.`)
  }
  if (mother === father) return because('209', `${mother} is given as the mother and as the father.`)
  return undefined
}
