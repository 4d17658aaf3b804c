/** Processes a new report: the child gets a number, or the report is processed by hand (BR-01, BR-02, BR-17). */
import { confirm, type Doubt } from './confirmations.ts'
import { withoutHyphen } from './inspection.ts'
import { doubtMother } from './mothers.ts'
import { addNewborn } from './newborn.ts'
import { nextNumber } from './number-series.ts'
import {
  type ApiContext,
  type BirthReport,
  deliveryKey,
  type Outcome,
  type Parent,
  type Taken,
} from './states.ts'

/** Registers the birth, unless the report is processed by hand; the reasons are checked in this order (BR-17). */
export async function registerBirth(report: BirthReport, context: ApiContext): Promise<Outcome<Taken>> {
  const { reportId, child } = report
  const mother = parentNumber(report.mother)
  const father = report.father && parentNumber(report.father)
  if (mother === undefined) {
    const text = 'the mother is known by her date of birth only.'
    return confirm(reportId, { code: '202', facts: ['BR-17'], text })
  }
  const doubt = await doubtOf({ mother, father }, report, context)
  if (doubt) return confirm(reportId, doubt)
  const { date, gender, order } = child
  const assigned = await nextNumber(date, gender, context)
  if (assigned === undefined) {
    const left = 'Report another date, reset the harness, or use a tenant of its own'
    const text = `${date} has no number left for ${gender}: a day has eleven for tests. ${left}.`
    return confirm(reportId, { code: '205', facts: ['BR-17', 'BR-26'], text })
  }

  await context.collections.births.put({ mother, date, order, child: assigned })
  const isKnown = (await context.populations.people.get(mother)) !== undefined
  await addNewborn(assigned, { mother, father }, report, context)
  return {
    answer: { status: 201, body: { reportId, personalIdentityNumber: assigned } },
    reason: isKnown
      ? `BR-18: the first number of ${date} for ${gender} that nobody has.`
      : `BR-22: nobody has the mother's number ${mother}, so the child has no address.`,
    facts: isKnown ? ['BR-18'] : ['BR-18', 'BR-22'],
  }
}

/** The first reason why somebody has to look at a report with a mother's number; undefined if there is none. */
async function doubtOf(
  parents: { mother: string; father: string | undefined },
  { child }: BirthReport,
  context: ApiContext,
): Promise<Doubt | undefined> {
  const { mother } = parents
  const registered = await context.populations.people.get(mother)
  if (registered?.protectedIdentity) {
    return { code: '203', facts: ['BR-17'], text: `the mother ${mother} has protected identity.` }
  }
  if (!child.aliveAtBirth) {
    return { code: '204', facts: ['BR-17'], text: 'the child was not alive at birth.' }
  }
  const known = await registeredChild(mother, child, context)
  if (known !== undefined) {
    const birth = `number ${child.order} of the mother ${mother} on ${child.date}`
    return { code: '201', facts: ['BR-17'], text: `${birth} is registered already, as ${known}.` }
  }
  return doubtMother(parents, child.date, registered, context)
}

/**
 * The number of a mother's registered child, by day and birth order. Her children of that day that have no report, since
 * they are in the fixtures, count one after the other (BR-17).
 */
export async function registeredChild(
  mother: string,
  { date, order }: Pick<BirthReport['child'], 'date' | 'order'>,
  { collections, populations }: ApiContext,
): Promise<string | undefined> {
  const query = { index: 'delivery' as const, equals: deliveryKey(mother, date), limit: 1_000 }
  const births = (await collections.births.page(query)).rows.map(({ doc }) => doc)
  const reported = births.find((birth) => birth.order === order)
  if (reported) return reported.child
  const born = date.replaceAll('-', '')
  const { children = [] } = (await populations.people.get(mother)) ?? {}
  const unreported: string[] = []
  for (const child of children) {
    if (!child.startsWith(born) || births.some((birth) => birth.child === child)) continue
    // Whoever was reported as the father of a child has it among the children as well.
    const { mother: registered = mother } = (await populations.people.get(child)) ?? {}
    if (registered === mother) unreported.push(child)
  }
  return unreported[order - 1]
}

/** The canonical number of a parent; `undefined` if the parent has none. */
function parentNumber({ personalIdentityNumber }: Parent): string | undefined {
  return personalIdentityNumber && withoutHyphen(personalIdentityNumber.id)
}
