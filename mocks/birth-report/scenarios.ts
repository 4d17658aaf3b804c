/** Named starting states, and the people whose data triggers a known outcome. */
import { defineScenarios, type Trigger, UsageError } from 'tvilling'
import type { Sex } from '../../fixtures/identity-numbers/person-number.ts'
import { numberOf, type SubjectName } from '../../fixtures/subjects.ts'
import { decideAdmission } from './admission.ts'
import { inspect, withoutHyphen } from './inspection.ts'
import { spendSeries } from './number-series.ts'
import { registeredChild } from './registration.ts'
import { takeReport } from './reports.ts'
import { type ApiContext, type BirthReport, TIME_ZONE, type Types } from './states.ts'

const dateParameter = {
  type: 'string',
  format: 'date',
  description: 'Day of birth; the present day when it is left out',
  optional: true,
} as const

export const scenarios = defineScenarios<Types>()({
  'birth-registered': {
    about: 'A birth was reported, and the child has a number; the report that was sent is told.',
    parameters: {
      mother: {
        type: 'string',
        pattern: '^[0-9]{8}-?[0-9]{4}$',
        description: "The mother's number",
        default: numberOf('mother'),
      },
      date: dateParameter,
      gender: { enum: ['MALE', 'FEMALE'], description: 'Of the child', default: 'FEMALE' },
      order: {
        type: 'integer',
        minimum: 1,
        description: 'Place among the children of the delivery; the first that is free when it is left out',
        optional: true,
      },
      reportId: {
        type: 'string',
        format: 'uuid',
        description: 'Of the report; a new one when it is left out',
        optional: true,
      },
    },
    async load({ mother, date = '', gender, order, reportId }, context) {
      const day = date || context.clock.today(TIME_ZONE)
      const child = { date: day, gender, municipality: '0180', aliveAtBirth: true }
      const report = {
        reportId: reportId ?? context.random.uuid(),
        reportedBy: { reporter: 'Alfa Förlossning, Bertil Barnmorska' },
        mother: { personalIdentityNumber: { id: mother } },
        child: { ...child, order: order ?? (await freeOrder(withoutHyphen(mother), day, context)) },
      }
      const number = await assignedNumber(report, context)
      return { reportId: report.reportId, number, report }
    },
  },

  'birth-series-exhausted': {
    about: 'A day has no number left: a birth on it is answered with 202 and code 205.',
    parameters: {
      date: dateParameter,
      gender: { enum: ['MALE', 'FEMALE'], description: 'Both when it is left out', optional: true },
    },
    async load({ date = '', gender }, context) {
      const day = date || context.clock.today(TIME_ZONE)
      const genders: Sex[] = gender ? [gender] : ['MALE', 'FEMALE']
      for (const sex of genders) await spendSeries(day, sex, context)
      return { date: day, genders }
    },
  },

  'birth-report-forbidden': {
    about: 'Callers are forbidden: each of them is answered with 403 from now on.',
    async load(_, context) {
      await decideAdmission(403, context)
      return { forbidden: true }
    },
  },

  'birth-report-failing': {
    about: 'The service fails (500) or cannot reach Skatteverket (502), until birth-report-allowed.',
    parameters: { status: { enum: [500, 502], default: 502 } },
    async load({ status }, context) {
      await decideAdmission(status, context)
      return { status }
    },
  },

  'birth-report-allowed': {
    about: 'Callers are let in and answered from now on, also when the setting forbids them.',
    async load(_, context) {
      await decideAdmission(null, context)
      return { forbidden: false }
    },
  },
})

/**
 * The number that a report leads to.
 * @throws UsageError that says why it leads to none.
 */
async function assignedNumber(report: BirthReport, context: ApiContext): Promise<string> {
  const [violation] = inspect(report, context)
  if (violation)
    throw new UsageError(`The birth cannot be reported: ${violation.field} ${violation.message}.`)
  const { answer, reason } = await takeReport(report, context)
  if (answer.status !== 201) throw new UsageError(`No number was assigned. ${reason}`, 409)
  return answer.body.personalIdentityNumber
}

async function freeOrder(mother: string, date: string, context: ApiContext): Promise<number> {
  let order = 1
  while (await registeredChild(mother, { date, order }, context)) order += 1
  return order
}

const TRIGGERS: readonly [SubjectName, string, string[]][] = [
  ['mother', '201 as the mother: the child gets her family name and her address', ['BR-01', 'BR-22']],
  ['father', '201 as the father of a child of "mother", who becomes one of his children', ['BR-12', 'BR-22']],
  ['nobody', '201 as the mother, though nobody has the number: the child has no address', ['BR-01', 'BR-22']],
  [
    'mother-of-two',
    '202 with code 201 for the birth of 2016-05-05, order 1, which is that of "first-child"; 201 for others',
    ['BR-02', 'BR-17'],
  ],
  ['mother', '202 with code 201 for the child of the scenario birth-registered', ['BR-02', 'BR-17']],
  ['mother', '202 with code 202 when her date of birth is given in place of her number', ['BR-17']],
  ['protected-mother', '202 with code 203', ['BR-17']],
  ['mother', '202 with code 204 when the child was not alive at birth', ['BR-17']],
  ['mother', '202 with code 205 on the day of the scenario birth-series-exhausted', ['BR-17', 'BR-26']],
  ['deceased', '202 with code 206 as the mother of a child born on 2023-04-12 or later', ['BR-27']],
  ['emigrated', '202 with code 207 as the mother', ['BR-27']],
  ['first-child', '202 with code 208 as the mother of a child born before 2028-05-05', ['BR-27']],
  ['mother', '202 with code 209 as the mother and the father', ['BR-27']],
  ['wrong-check-digit', '400 as a parent', ['BR-03', 'BR-16']],
  ['mother', '403 after the scenario birth-report-forbidden, until birth-report-allowed', ['BR-04', 'BR-20']],
  ['mother', '422 with the reportId of birth-registered and other content, or no JSON', ['BR-05', 'BR-19']],
  [
    'mother',
    '500 and 502 as faults, and after the scenario birth-report-failing',
    ['BR-06', 'BR-07', 'BR-20'],
  ],
]

/** Each answer with a person who triggers it, and with a call if one is needed. */
export const subjects: readonly Trigger[] = TRIGGERS.map(([subject, triggers, facts]) => ({
  subject,
  number: numberOf(subject),
  triggers,
  facts,
}))
