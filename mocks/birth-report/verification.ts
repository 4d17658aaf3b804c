/** How an implementation of the Birth Report Service is driven, and what it promises (facts BR-*). */
import {
  type Call,
  check,
  must,
  type TargetExchange,
  Unreached,
  type VerificationPlan,
  type VerifySession,
} from 'tvilling'
import { isSwedishPersonalNumber, numberOf } from '../../fixtures/index.ts'

const OPERATION = ['createBirthReport']

interface Report {
  reportId: string
  mother: Record<string, unknown>
  father?: Record<string, unknown>
  child: Record<string, unknown>
  reportedBy: Record<string, unknown>
}

function report(session: VerifySession, mother = 'mother', child: object = {}): Report {
  return {
    reportId: session.uuid(),
    reportedBy: { reporter: 'Alfa Förlossning, Bertil Barnmorska', phoneNumber: '070 00 00 000' },
    mother: {
      personalIdentityNumber: { id: session.subject(mother), oid: '1.2.752.129.2.1.3.1' },
      name: { firstName: 'Alex', lastName: 'Provsson' },
    },
    father: { dateOfBirth: { year: '1994', month: '04' }, name: { firstName: 'Robin' } },
    child: {
      date: session.pastDay(),
      gender: 'FEMALE',
      municipality: '1480',
      aliveAtBirth: true,
      order: 1,
      ...child,
    },
  }
}

const send = (body: unknown): Call => ({ operation: 'createBirthReport', body })

function confirmed(exchange: TargetExchange, code: string): void {
  const { message } = exchange.response.body as { message: { messageConfirmationCode: string } }
  must(message?.messageConfirmationCode === code, `the messageConfirmationCode ${code}`, exchange)
}

/** A report that is confirmed with a code: the mother or the child has no number now. */
function confirms(code: string, when: string, fact: string, bodyOf: (session: VerifySession) => unknown) {
  return check(`answers 202 with code ${code} when ${when}`, OPERATION, [fact], async (session) =>
    confirmed(await session.expect(202, send(bodyOf(session))), code),
  )
}

/** The day of birth in a personal number of twelve digits; 29 February, which not every year has, as the day before. */
function bornOn(number: string): [year: number, month: string, day: string] {
  const [, year, month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})/.exec(number) ?? []
  return [Number(year), month, month === '02' && day === '29' ? '28' : day]
}

async function blames(session: VerifySession, field: string, body: unknown): Promise<void> {
  const property = session.place('createBirthReport', field)
  const exchange = await session.expect(400, send(body))
  const { invalidParameters = [] } = exchange.response.body as { invalidParameters?: { property: string }[] }
  const named = invalidParameters.map((parameter) => parameter.property)
  must(
    named.includes(property),
    `an invalid parameter ${property}, not ${named.join(', ') || 'none'}`,
    exchange,
  )
}

const MOST_CHILDREN = 30

export const verification: VerificationPlan = {
  environments: ['main'],
  roles: {},
  subjects: {
    mother: numberOf('mother'),
    'protected-mother': numberOf('protected-mother'),
    'deceased-mother': numberOf('deceased'),
    'emigrated-mother': numberOf('emigrated'),
    'wrong-check-digit': '198001022387',
  },
  refusals: { schema: 400, unreadable: 422, facts: { schema: ['BR-16'], unreadable: ['BR-16'] } },
  mediaTypes: { 'application/json': ['BR-21'] },
  refused({ response }) {
    const { invalidParameters } = (response.body ?? {}) as { invalidParameters?: unknown[] }
    return invalidParameters?.length ? undefined : 'a list of invalidParameters (BR-03)'
  },
  requests: { createBirthReport: (session) => send(report(session)) },
  checks: [
    check(
      'gives the child a number of its day and sex, a different one each',
      OPERATION,
      ['BR-01', 'BR-18'],
      async (session) => {
        const date = session.pastDay()
        const numbers = new Set<string>()
        for (const [order, gender] of [
          [1, 'FEMALE'],
          [2, 'MALE'],
          [3, 'FEMALE'],
        ] as const) {
          const exchange = await session.expect(201, send(report(session, 'mother', { date, gender, order })))
          const { personalIdentityNumber: number } = exchange.response.body as {
            personalIdentityNumber: string
          }
          must(number.startsWith(date.replaceAll('-', '')), `a number that begins with ${date}`, exchange)
          must((Number(number[10]) % 2 === 1) === (gender === 'MALE'), `a number of a ${gender}`, exchange)
          must(isSwedishPersonalNumber(number), 'a number whose check digit holds', exchange)
          must(!numbers.has(number), 'a number that nobody else has got', exchange)
          numbers.add(number)
        }
      },
    ),

    check(
      'answers the same report again as before, and other content under its id with 422',
      OPERATION,
      ['BR-19'],
      async (session) => {
        const body = report(session)
        const first = await session.expect(201, send(body))
        const again = await session.expect(201, send(body))
        must(
          again.response.text === first.response.text,
          `the same answer again: ${first.response.text}`,
          again,
        )
        await session.expect(422, send({ ...body, child: { ...body.child, order: 2 } }))
      },
    ),

    check('answers with the reportId that was sent', OPERATION, ['BR-01'], async (session) => {
      const body = report(session)
      const exchange = await session.expect(201, send(body))
      const { reportId } = exchange.response.body as Report
      must(reportId === body.reportId, `the reportId ${body.reportId}`, exchange)
    }),

    check(
      'answers 202 with code 201 when the birth is registered already',
      OPERATION,
      ['BR-17'],
      async (session) => {
        const body = report(session)
        await session.expect(201, send(body))
        const repeated = { ...report(session), child: body.child }
        confirmed(await session.expect(202, send(repeated)), '201')
      },
    ),

    confirms('202', 'the mother is known by date of birth only', 'BR-17', (session) => ({
      ...report(session),
      mother: { dateOfBirth: { year: '1998', month: '11', day: '30' } },
    })),

    confirms('203', 'the mother has protected identity', 'BR-17', (session) =>
      report(session, 'protected-mother'),
    ),

    confirms('204', 'the child was not alive at birth', 'BR-17', (session) =>
      report(session, 'mother', { aliveAtBirth: false }),
    ),

    check(
      'answers 202 with code 205 when the day has no number left',
      OPERATION,
      ['BR-17'],
      async (session) => {
        const date = session.pastDay()
        for (let order = 1; order <= MOST_CHILDREN; order += 1) {
          const exchange = await session.call(send(report(session, 'mother', { date, order })))
          if (exchange.response.status === 201) continue
          must(exchange.response.status === 202, '201, or 202 at the end of the series', exchange)
          return confirmed(exchange, '205')
        }
        throw new Unreached(`a day still had numbers after ${MOST_CHILDREN} children`)
      },
    ),

    confirms('206', 'the mother is dead on the day of birth', 'BR-27', (session) =>
      report(session, 'deceased-mother', { date: session.today() }),
    ),

    confirms('207', 'the mother has emigrated', 'BR-27', (session) =>
      report(session, 'emigrated-mother', { date: session.today() }),
    ),

    check(
      'answers 202 with code 208 when the mother was born after the child or less than twelve years before',
      OPERATION,
      ['BR-27'],
      async (session) => {
        const [year, month, day] = bornOn(session.subject('mother'))
        for (const age of [-1, 0, 11]) {
          const date = `${year + age}-${month}-${day}`
          confirmed(await session.expect(202, send(report(session, 'mother', { date }))), '208')
        }
      },
    ),

    confirms('209', 'the mother is given as the father too', 'BR-27', (session) => {
      const body = report(session)
      return { ...body, father: body.mother }
    }),

    check('names what is wrong with the parents', OPERATION, ['BR-09', 'BR-10', 'BR-16'], async (session) => {
      const body = report(session)
      await blames(session, 'mother.personalIdentityNumber.id', {
        ...body,
        mother: { personalIdentityNumber: { id: session.subject('wrong-check-digit') } },
      })
      const both = { ...body.mother, dateOfBirth: { year: '1998' } }
      await blames(session, 'mother.dateOfBirth', { ...body, mother: both })
      await blames(session, 'mother.personalIdentityNumber', { ...body, mother: {} })
    }),

    check('refuses a birth in the future', OPERATION, ['BR-15'], async (session) => {
      await blames(session, 'child.date', report(session, 'mother', { date: '2099-12-31' }))
    }),

    check('takes a number with a hyphen', OPERATION, ['BR-13'], async (session) => {
      const body = report(session)
      const id = session.subject('mother').replace(/^(\d{8})(\d{4})$/, '$1-$2')
      await session.expect(201, send({ ...body, mother: { personalIdentityNumber: { id } } }))
    }),

    check(
      'refuses every report of who is not let in with 403',
      OPERATION,
      ['BR-04', 'BR-20'],
      async (session) => {
        await session.loadScenario('birth-report-forbidden')
        try {
          await session.expect(403, send(report(session)))
        } finally {
          await session.loadScenario('birth-report-allowed')
        }
        await session.expect(201, send(report(session)))
      },
    ),
  ],
}
