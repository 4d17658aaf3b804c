/** Examples of results and reports. */
import { type Example, type ExampleState, expected } from 'tvilling'
import type { operations } from '../../../contracts/organization-session/types.gen.ts'
import { organizationNumberOf } from '../../../fixtures/index.ts'
import {
  begun,
  done,
  FULL,
  failed,
  fromState,
  json,
  one,
  over,
  problem,
  problemJson,
  report,
  SESSION,
} from './bodies.ts'

const { eachLike, equal, like, regex } = expected

/** The errors of a request for a result or a report, which are available for two hours. */
function fetching<Id extends 'getSessionResult' | 'getSessionReport'>(operation: Id, path: object) {
  const refused = [
    { status: 401, outcome: 'no token', given: [done], client: null },
    { status: 403, outcome: 'a token without the scope', given: [done], client: 'tvilling-no-scope' },
    { status: 409, outcome: 'it is not ready', given: [begun] },
    { status: 409, outcome: 'the session was cancelled', given: [failed] },
    { status: 410, outcome: 'its two hours are over', given: [over] },
    {
      status: 410,
      outcome: 'two hours and a minute later',
      given: [done, ['time-passed', { by: 'PT2H1M' }] as ExampleState],
    },
  ]
  return refused.map((interaction) => ({
    operation,
    ...interaction,
    wrong: { path },
    fromState,
    answer: problem(interaction.status),
    answerHeaders: problemJson,
  }))
}

export const results: readonly Example<operations>[] = [
  {
    operation: 'getSessionResult',
    outcome: 'what was asked for',
    status: 200,
    given: [['session-done', { expands: ['address', 'roles', 'sanction'] }]],
    input: { path: one },
    fromState,
    answer: like({
      keyInformation: {
        companyName: 'Liksom Fjellheim Programvare AS',
        organizationNumber: equal(FULL),
        country: equal('NO'),
        registeredDate: '1996-01-10',
        industrySector: 'Programmeringstjenester',
        sources: eachLike('Brønnøysundregistrene'),
      },
      address: { postal: { street: 'Postboks 118', postalCode: '0150', city: 'Oslo', country: 'NO' } },
      roles: {},
      sanction: { status: equal('NO_HIT'), message: 'No entry was found.' },
      links: {
        reports: {
          aml: regex(
            /^https?:\/\/.+/,
            `https://aml.bankidapis.no/organization/session/no/${SESSION}/reports/aml`,
          ),
        },
      },
    }),
    answerHeaders: json,
  },
  {
    operation: 'getSessionResult',
    outcome: 'what was not found is empty',
    status: 200,
    given: [
      [
        'session-done',
        { identifier: organizationNumberOf('norwegian-sparse'), expands: ['address'], reports: [] },
      ],
    ],
    input: { path: one },
    fromState,
    answer: like({ keyInformation: { country: equal('NO') }, address: equal({}) }),
    answerHeaders: json,
  },
  {
    operation: 'getSessionResult',
    outcome: 'no such session',
    status: 404,
    input: { path: one },
    answer: problem(404),
    answerHeaders: problemJson,
  },
  ...fetching('getSessionResult', one),
  {
    operation: 'getSessionReport',
    outcome: 'a PDF document',
    status: 200,
    given: [done],
    input: { path: report },
    fromState,
    answer: new TextEncoder().encode('%PDF-1.7\n'),
    answerHeaders: { 'Content-Type': 'application/pdf' },
  },
  {
    operation: 'getSessionReport',
    outcome: 'a report that was not asked for',
    status: 404,
    given: [['session-done', { reports: ['certificate'] }]],
    input: { path: report },
    fromState,
    answer: problem(404),
    answerHeaders: problemJson,
  },
  ...fetching('getSessionReport', report),
]
