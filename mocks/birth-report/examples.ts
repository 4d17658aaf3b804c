/** Examples of the Birth Report Service. */

import { type Examples, expected } from 'tvilling'
import type { operations } from '../../contracts/birth-report/types.gen.ts'
import { numberOf, type SubjectName } from '../../fixtures/index.ts'

const { eachLike, equal, instant, regex, text, uuid } = expected

const REPORT = '7b6d2c4e-9a1f-4b3c-8d5e-0f1a2b3c4d5e'
const UUID = '18d6e1ca-c2a8-4daf-a557-7cca14db7753'
const DATE = '2025-12-31'
const json = { 'Content-Type': 'application/json' }

const birth = (mother: SubjectName = 'mother') => ({
  reportId: REPORT,
  reportedBy: { reporter: 'Alfa Förlossning, Bertil Barnmorska' },
  mother: { personalIdentityNumber: { id: numberOf(mother) } },
  child: { date: DATE, gender: 'FEMALE' as const, municipality: '0180', aliveAtBirth: true, order: 1 },
})
const confirmed = (code: string) => ({
  reportId: equal(REPORT),
  message: {
    message: text('Födelsen är mottagen.'),
    description: text('Varför.'),
    messageConfirmationCode: equal(code),
  },
})
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  422: 'Unprocessable Entity',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}
const problem = (status: number) => ({
  title: equal(TITLES[status] ?? ''),
  detail: text('It says why.'),
  status: equal(status),
  errorId: uuid(UUID),
})

export const examples: Examples<operations> = {
  samples: { createBirthReport: { body: birth() } },
  problem,
  problemType: () => 'application/json',

  interactions: [
    {
      operation: 'createBirthReport',
      outcome: 'the child has a number',
      status: 201,
      input: { body: birth() },
      answer: { reportId: equal(REPORT), personalIdentityNumber: regex(/^20251231\d{4}$/, '202512312386') },
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the same report again',
      status: 202,
      given: [['birth-registered', { date: DATE, order: 1 }]],
      input: { body: birth() },
      answer: confirmed('201'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the mother has no number',
      status: 202,
      input: { body: { ...birth(), mother: { dateOfBirth: { year: '1994' } } } },
      answer: confirmed('202'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: "the mother's identity is protected",
      status: 202,
      input: { body: birth('protected-mother') },
      answer: confirmed('203'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the child was not alive',
      status: 202,
      input: { body: { ...birth(), child: { ...birth().child, aliveAtBirth: false } } },
      answer: confirmed('204'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the day has no number left',
      status: 202,
      given: [['birth-series-exhausted', { date: DATE }]],
      input: { body: birth() },
      answer: confirmed('205'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the mother is dead',
      status: 202,
      input: { body: birth('deceased') },
      answer: confirmed('206'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the mother has emigrated',
      status: 202,
      input: { body: birth('emigrated') },
      answer: confirmed('207'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the mother is a child',
      status: 202,
      input: { body: birth('first-child') },
      answer: confirmed('208'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the mother is given as the father too',
      status: 202,
      input: { body: { ...birth(), father: birth().mother } },
      answer: confirmed('209'),
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'a wrong check digit',
      status: 400,
      input: { body: birth('wrong-check-digit') },
      answer: {
        ...problem(400),
        invalidParameters: eachLike({
          reason: text('must have a valid date and check digit'),
          value: text(numberOf('wrong-check-digit')),
          property: equal('mother.personalIdentityNumber.id'),
        }),
      },
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'no child',
      status: 400,
      wrong: { body: { ...birth(), child: undefined } },
      answer: {
        ...problem(400),
        invalidParameters: eachLike({
          reason: text('is required'),
          value: regex(/^.*$/, ''),
          property: equal('child'),
        }),
      },
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'a caller who is forbidden',
      status: 403,
      given: [['birth-report-forbidden']],
      input: { body: birth() },
      answer: {
        timestamp: instant('2026-01-01T00:00:00.000+00:00'),
        status: 403,
        error: 'Forbidden',
        message: 'No message available',
        path: '/v1/birthreport',
      },
      answerHeaders: json,
    },
    {
      operation: 'createBirthReport',
      outcome: 'the id of another report',
      status: 422,
      given: [['birth-registered', { date: DATE }]],
      input: { body: { ...birth(), reportedBy: { reporter: 'Somebody else' } } },
      fromState: { reportId: REPORT },
      answer: problem(422),
      answerHeaders: json,
    },
  ],
}
