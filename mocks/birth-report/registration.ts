/** Processes a new report: the child gets a number, or the report is processed by hand (BR-01, BR-02, BR-17). */
import { confirm } from './confirmations.ts'
import { withoutHyphen } from './inspection.ts'
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
  const { reportId, mother, child } = report
  const number = parentNumber(mother)
  if (number === undefined) {
    return confirm(reportId, '202', 'BR-17: the mother is known by her date of birth only.')
  }
  const registered = await context.populations.people.get(number)
  if (registered?.protectedIdentity) {
    return confirm(reportId, '203', `BR-17: the mother ${number} has protected identity.`)
  }
  if (!child.aliveAtBirth) return confirm(reportId, '204', 'BR-17: the child was not alive at birth.')
  const known = await registeredChild(number, child, context)
  if (known !== undefined) {
    const birth = `number ${child.order} of the mother ${number} on ${child.date}`
    return confirm(reportId, '201', `BR-17: ${birth} is registered already, as ${known}.`)
  }
  const assigned = await nextNumber(child.date, child.gender, context)
  if (assigned === undefined) {
    return confirm(reportId, '205', `BR-17: ${child.date} has no number left for ${child.gender}.`)
  }

  const { date, order } = child
  await context.collections.births.put({ mother: number, date, order, child: assigned })
  const parents = { mother: number, father: report.father && parentNumber(report.father) }
  await addNewborn(assigned, parents, report, context)
  return {
    answer: { status: 201, body: { reportId, personalIdentityNumber: assigned } },
    reason: registered
      ? `BR-18: the first number of ${date} for ${child.gender} that nobody has.`
      : `BR-22: nobody has the mother's number ${number}, so the child has no address.`,
  }
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
  const unreported = children.filter(
    (child) => child.startsWith(born) && !births.some((birth) => birth.child === child),
  )
  return unreported[order - 1]
}

/** The canonical number of a parent; `undefined` if the parent has none. */
function parentNumber({ personalIdentityNumber }: Parent): string | undefined {
  return personalIdentityNumber && withoutHyphen(personalIdentityNumber.id)
}
