/**
 * A model of the birth report, from its facts: what is registered and what is confirmed by hand (with which code), repeated
 * reports, twins, numbers that are given once, the Swedish day, and refusals on demand.
 */
import fc from 'fast-check'
import { advances, agree, type ModelTest, type ModelTime, START, type Step } from './model-test.ts'

interface Taken {
  content: string
  status: number
  body: unknown
}

interface Births extends ModelTime {
  refusal: number | undefined
  /** By report id. */
  taken: Map<string, Taken>
  /** Mother, day and order of each registered child. */
  births: Set<string>
  numbers: Set<string>
  /** Days without numbers, with the gender. */
  exhausted: Set<string>
}

const URL_OF_REPORTS = 'https://birthreport.test/v1/birthreport'

/** Mothers by their number, and the code with which somebody has to look at a report (BR-17, BR-27). */
const MOTHERS = {
  '199404082381': undefined,
  '197707072380': undefined,
  '199707252384': '203',
  '193808302396': '206',
  '198609212397': '207',
} as const
const FATHER = '199212152392'
const WRONG_CHECK_DIGIT = '198001022387'
/** The last one is in the future until the clock is moved. */
const DATES = ['2025-12-24', '2025-12-31', '2026-01-01', '2026-01-02'] as const

const report = fc.record({
  id: fc.integer({ min: 1, max: 8 }),
  mother: fc.constantFrom(
    ...Object.keys(MOTHERS),
    '199404082381',
    '199404082381',
    '197707072380',
    'born 1994',
    WRONG_CHECK_DIGIT,
  ),
  father: fc.constantFrom(undefined, undefined, FATHER, '199404082381'),
  date: fc.constantFrom(...DATES),
  gender: fc.constantFrom('FEMALE', 'MALE'),
  order: fc.integer({ min: 0, max: 3 }),
  aliveAtBirth: fc.constantFrom(true, true, true, true, false),
})

type Described = typeof report extends fc.Arbitrary<infer T> ? T : never

function bodyOf({ id, mother, father, ...child }: Described) {
  return {
    reportId: `e58ed763-928c-4155-bee9-${String(id).padStart(12, '0')}`,
    reportedBy: { reporter: 'Beta BB' },
    mother:
      mother === 'born 1994' ? { dateOfBirth: { year: '1994' } } : { personalIdentityNumber: { id: mother } },
    ...(father !== undefined && { father: { personalIdentityNumber: { id: father } } }),
    child: { ...child, municipality: '2480' },
  }
}

/** Today in Sweden (BR-24), in winter. */
const swedishDay = (now: number) => new Date(now + 3_600_000).toISOString().slice(0, 10)

/** BR-15 and BR-16: what is wrong with a report. */
function faultsOf({ mother, date, order }: Described, now: number): string[] {
  return [
    ...(mother === WRONG_CHECK_DIGIT ? ['mother.personalIdentityNumber.id'] : []),
    ...(date > swedishDay(now) ? ['child.date'] : []),
    ...(order < 1 ? ['child.order'] : []),
  ]
}

/** The code of a 202 (BR-17, BR-27), in the order of the facts; undefined for a 201. */
function codeOf(model: Births, { mother, father, date, gender, order, aliveAtBirth }: Described) {
  if (mother === 'born 1994') return '202'
  const own = MOTHERS[mother as keyof typeof MOTHERS]
  if (own === '203') return own
  if (!aliveAtBirth) return '204'
  if (model.births.has(`${mother} ${date} ${order}`)) return '201'
  if (own) return own
  if (father === mother) return '209'
  return model.exhausted.has(`${date} ${gender}`) ? '205' : undefined
}

const described = ({ id, mother, father, date, gender, order, aliveAtBirth }: Described) =>
  `reports ${id}: ${gender} number ${order} of ${date}, ${aliveAtBirth ? 'alive' : 'not alive'}, mother ${mother}, father ${father}`

const reports = report.map(
  (about): Step<Births> => ({
    name: described(about),
    async run(model, twin) {
      const sent = bodyOf(about)
      const content = JSON.stringify(sent)
      const headers = { 'content-type': 'application/json' }
      const { status, body } = await twin.call(URL_OF_REPORTS, { method: 'POST', headers, body: content })
      if (model.refusal !== undefined) return agree('the status', status, model.refusal)
      const faults = faultsOf(about, model.now)
      if (faults.length > 0) {
        const named = body.invalidParameters?.map(({ property }: { property: string }) => property)
        return agree('the faults', [status, named?.toSorted()], [400, faults.toSorted()])
      }
      const earlier = model.taken.get(sent.reportId)
      if (earlier && earlier.content !== content) return agree('the status of another report', status, 422)
      if (earlier) {
        return agree('the answer to the same report', [status, body], [earlier.status, earlier.body])
      }
      const code = codeOf(model, about)
      if (code !== undefined) {
        agree(
          'the confirmation',
          [status, body.reportId, body.message?.messageConfirmationCode],
          [202, sent.reportId, code],
        )
      } else {
        agree('the status and the report', [status, body.reportId], [201, sent.reportId])
        checkNumber(model, about, body.personalIdentityNumber)
        model.births.add(`${about.mother} ${about.date} ${about.order}`)
        model.numbers.add(body.personalIdentityNumber)
      }
      model.taken.set(sent.reportId, { content, status, body })
    },
  }),
)

/** BR-18. */
function checkNumber(model: Births, { date, gender }: Described, number: string): void {
  agree('whether the number is new', model.numbers.has(number), false)
  agree('the day of the number', number.slice(0, 8), date.replaceAll('-', ''))
  agree('whether its serial is odd', Number(number[10]) % 2 === 1, gender === 'MALE')
  agree('whether its serial is for tests', /^(23[89]|9[89]\d)$/.test(number.slice(8, 11)), true)
  agree('whether its check digit is valid', hasCheckDigit(number), true)
}

/** Luhn over the last ten digits (ID-01). */
function hasCheckDigit(number: string): boolean {
  const sum = [...number.slice(2)]
    .map((digit, place) => Number(digit) * (place % 2 === 0 ? 2 : 1))
    .reduce((total, product) => total + (product > 9 ? product - 9 : product), 0)
  return sum % 10 === 0
}

const SCENARIOS: readonly [string, Record<string, unknown>, number | undefined][] = [
  ['birth-report-forbidden', {}, 403],
  ['birth-report-failing', { status: 500 }, 500],
  ['birth-report-failing', { status: 502 }, 502],
]

const refusals = fc.constantFrom(...SCENARIOS).map(
  ([name, parameters, status]): Step<Births> => ({
    name: `everybody is refused with ${status}`,
    possible: ({ refusal }) => refusal === undefined,
    async run(model, { harness }) {
      await harness.scenarios.load(name, parameters)
      model.refusal = status
    },
  }),
)

const admissions = fc.constant<Step<Births>>({
  name: 'everybody is let in again',
  possible: ({ refusal }) => refusal !== undefined,
  async run(model, { harness }) {
    await harness.scenarios.load('birth-report-allowed')
    model.refusal = undefined
  },
})

const exhaustions = fc
  .record({ date: fc.constantFrom(...DATES), gender: fc.constantFrom('FEMALE', 'MALE') })
  .map(
    ({ date, gender }): Step<Births> => ({
      name: `${date} has no number left for ${gender}`,
      possible: ({ exhausted, now }) => date <= swedishDay(now) && exhausted.size === 0,
      async run(model, { harness }) {
        await harness.scenarios.load('birth-series-exhausted', { date, gender })
        model.exhausted.add(`${date} ${gender}`)
      },
    }),
  )

/** BR-22: another simulator of the harness knows the child. */
const readings = fc.constant<Step<Births>>({
  name: 'looks the youngest child up in Consumer Intelligence',
  possible: ({ numbers }) => numbers.size > 0,
  async run(model, twin) {
    twin.forget('tvilling')
    const authorization = `Bearer ${await twin.token('tvilling')}`
    const legalId = [...model.numbers].at(-1)
    const { status, body } = await twin.call(
      'https://api.bisnode.com/consumer-intelligence/v3/markets/SE/persons/_find',
      {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ legalId }),
      },
    )
    agree('the child', [status, body.legalId?.value], [200, legalId])
  },
})

export const birthReport: ModelTest<Births> = {
  simulator: 'birth-report',
  tokenAt: {
    url: 'https://login.bisnode.com/as/token.oauth2',
    form: 'grant_type=client_credentials&scope=bci',
  },
  model: () => ({
    now: Date.parse(START),
    refusal: undefined,
    taken: new Map(),
    births: new Set(),
    numbers: new Set(),
    exhausted: new Set(),
  }),
  commands: [
    reports,
    reports,
    reports,
    reports,
    refusals,
    admissions,
    exhaustions,
    readings,
    advances('PT1H', 'PT22H59M59S', 'PT23H'),
  ],
}
