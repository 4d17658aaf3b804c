/** What seed data can hold: reports with their answers, days without free numbers, and who may call. */
import { allRows, defineSeed, type SeedContext, seedInstant } from 'tvilling'
import type { components } from '../../contracts/birth-report/types.gen.ts'
import { decideAdmission } from './admission.ts'
import { confirm } from './confirmations.ts'
import { inspect, withoutHyphen } from './inspection.ts'
import { addNewborn } from './newborn.ts'
import { isDocumented, spendSeries } from './number-series.ts'
import { takeReport } from './reports.ts'
import type { ApiContext, BirthReport, Parent, Taken, TakenReport, Types } from './states.ts'

type Code = components['schemas']['MessageConfirmationCode']

const parent = (description: string) => ({
  description,
  anyOf: [{ type: 'string', 'x-refers-to': 'people' }, { type: 'object' }],
})
const CODES = [
  '201',
  '202',
  '203',
  '204',
  '205',
  '206',
  '207',
  '208',
  '209',
] as const satisfies readonly Code[]

export const seed = defineSeed<Types>()({
  spentSeries: {
    about: 'Days of which all numbers of a sex are assigned: a birth on them is answered with code 205.',
    schema: {
      date: { type: 'string', format: 'date' },
      gender: { enum: ['MALE', 'FEMALE'] },
    },
    plant: ({ date, gender }, context) => spendSeries(date, gender, context),
    export: async ({ collections }) =>
      (await allRows(collections.spentSeries)).map(({ date, sex }) => ({ date, gender: sex })),
  },

  admissions: {
    about: 'How every report is refused from now on; with null, every caller is admitted.',
    schema: { refusal: { enum: [403, 500, 502, null] }, since: seedInstant },
    plant: ({ refusal, since }, context) => context.at(since, () => decideAdmission(refusal, context)),
    export: async ({ collections }) =>
      (await allRows(collections.admissions)).map(({ refusal, since }) => ({ refusal, since })),
  },

  reports: {
    about:
      'Accepted reports. A new child is added to the people, with the number that the report is answered with: the next free one of the day, unless it is given.',
    schema: {
      reportId: { type: 'string', format: 'uuid', optional: true, description: 'drawn if it is left out' },
      takenAt: seedInstant,
      reportedBy: { type: 'object', default: { reporter: 'Alfa Förlossning, Bertil Barnmorska' } },
      mother: parent("who has given birth: a person, or the report's own member"),
      father: { ...parent("the other parent, or the report's own member"), optional: true },
      child: {
        type: 'object',
        required: ['date', 'gender'],
        properties: {
          date: { type: 'string', format: 'date' },
          gender: { enum: ['MALE', 'FEMALE'] },
          order: { type: 'integer', default: 1 },
          municipality: { type: 'string', default: '0180' },
          aliveAtBirth: { type: 'boolean', default: true },
        },
      },
      number: {
        type: 'string',
        'x-refers-to': 'people',
        optional: true,
        description: 'that the child was given',
      },
      code: { enum: CODES, optional: true, description: 'why the child was given none' },
    },
    plant: (report, context) =>
      context.at(report.takenAt, () => plantReport(report as unknown as Given, context)),
    export: async ({ collections }) => (await allRows(collections.reports)).map(entryOf),
  },
})

interface Given {
  reportId?: string
  reportedBy: BirthReport['reportedBy']
  mother: string | Parent
  father?: string | Parent
  child: BirthReport['child']
  number?: string
  code?: Code
}

async function plantReport(given: Given, context: SeedContext<ApiContext>): Promise<void> {
  const { number, code, mother, father, reportedBy, child } = given
  const report: BirthReport = {
    reportId: given.reportId ?? context.random.uuid(),
    reportedBy,
    mother: parentFrom(mother),
    ...(father !== undefined && { father: parentFrom(father) }),
    child,
  }
  await context.checkBody('createBirthReport', report)
  const [violation] = inspect(report, context)
  if (violation) context.refuse(violation.field.split('.')[0] ?? '', `It ${violation.message}.`)
  const reportId = report.reportId.toLowerCase()
  if (await context.collections.reports.get(reportId))
    context.refuse('reportId', `${reportId} is there twice.`)
  if (number === undefined && code === undefined) {
    await takeReport(report, context)
    return
  }
  if (number !== undefined && code !== undefined) context.refuse('code', 'It is for a child without number.')
  const answer =
    number === undefined
      ? confirm(report.reportId, reasonOf(code as Code)).answer
      : await assign(number, report, context)
  await context.collections.reports.put({ reportId, takenAt: context.clock.iso(), content: report, answer })
}

const parentFrom = (parent: string | Parent): Parent =>
  typeof parent === 'string' ? { personalIdentityNumber: { id: parent } } : parent

/** The text of the reason is not kept. */
const reasonOf = (code: Code) => ({ code, facts: ['BR-17'] as const, text: '' })

/** The child has this number; it is added to the people unless it is among them. */
async function assign(number: string, report: BirthReport, context: SeedContext<ApiContext>): Promise<Taken> {
  const { reportId, child } = report
  const [mother, father] = [report.mother, report.father].map((parent) => parent?.personalIdentityNumber?.id)
  if (mother === undefined)
    return context.refuse('mother', 'Without a number of the mother, the child has none.')
  if (!number.startsWith(child.date.replaceAll('-', ''))) {
    context.refuse('number', `${number} is no number of a child of ${child.date}.`)
  }
  const parents = { mother: withoutHyphen(mother), father: father && withoutHyphen(father) }
  const { date, order } = child
  await context.collections.births.put({ mother: parents.mother, date, order, child: number })
  const known = await context.populations.people.get(number)
  if (!known && isDocumented(number))
    context.refuse('number', `${number} is a documented number that nobody has.`)
  if (!known) await addNewborn(number, parents, report, context)
  return { status: 201, body: { reportId, personalIdentityNumber: number } }
}

function entryOf({ takenAt, content, answer }: TakenReport): object {
  const { reportId, reportedBy, mother, father, child } = content
  return {
    reportId,
    takenAt,
    reportedBy,
    mother,
    ...(father && { father }),
    child,
    ...(answer.status === 201
      ? { number: answer.body.personalIdentityNumber }
      : { code: answer.body.message.messageConfirmationCode }),
  }
}
