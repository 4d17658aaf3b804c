/**
 * The consumer tests of the organization session.
 *
 * Longer than 300 lines because it is a table: every operation with every documented answer.
 */
import type { operations } from '../../contracts/organization-session/types.gen.ts'
import { organizationNumberOf } from '../../fixtures/organization-subjects.ts'
import {
  type ConsumerPact,
  eachLike,
  equal,
  instant,
  integer,
  like,
  regex,
  type State,
  text,
  uuid,
} from './pact.ts'

const SESSION = '18d6e1ca-c2a8-4daf-a557-7cca14db7753'
const FULL = organizationNumberOf('norwegian-full')
const json = { 'Content-Type': 'application/json' }
const problemJson = { 'Content-Type': 'application/problem+json' }

const form = { grant_type: 'client_credentials' } as const
const realm = { realm: 'current' }
const told = { sessionId: SESSION }
const one = { country: 'no', sessionId: SESSION } as const
const report = { ...one, report: 'aml' } as const

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  410: 'Gone',
  500: 'Internal Server Error',
}
const problem = (status: number) => ({
  type: equal('about:blank'),
  title: equal(TITLES[status] ?? ''),
  status: equal(status),
  detail: text('It says why.'),
})
const oauthError = (error: string) => ({ error: equal(error), error_description: text('It says why.') })

const begun: State = ['session-created']
const failed: State = ['session-failed']
const done: State = ['session-done']
const over: State = ['session-expired']
const hookedUp = { webhookUrl: 'http://127.0.0.1:9/hook' }
const metadata = { contentType: 'application/json' }
const event = (status: string) => ({
  sessionId: uuid(SESSION),
  status: equal(status),
  timestamp: instant(),
})

/** A result can be fetched when it is ready, for two hours. */
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
      given: [done, ['time-passed', { by: 'PT2H1M' }] as State],
    },
  ]
  return refused.map((interaction) => ({
    operation,
    ...interaction,
    wrong: { path },
    told,
    answer: problem(interaction.status),
    answerHeaders: problemJson,
  }))
}

export const organizationSession: ConsumerPact<operations> = {
  simulator: 'organization-session',
  calls: {
    requestToken: 'POST /auth/realms/{realm}/protocol/openid-connect/token',
    createSession: 'POST /organization/session/{country}',
    getSession: 'GET /organization/session/{country}/{sessionId}',
    getSessionResult: 'GET /organization/session/{country}/{sessionId}/result',
    getSessionReport: 'GET /organization/session/{country}/{sessionId}/reports/{report}',
  },
  samples: {
    requestToken: { path: realm, body: form },
    createSession: { path: { country: 'no' }, body: { identifier: FULL } },
    getSession: { path: one },
    getSessionResult: { path: one },
    getSessionReport: { path: report },
  },
  problem,
  problemType: () => 'application/problem+json',

  interactions: [
    {
      operation: 'requestToken',
      outcome: 'a token for five minutes',
      status: 200,
      input: { path: realm, body: form },
      answer: {
        access_token: text('GNbhysKora8lV3zKFNt3U1B_TwOiiBJM'),
        expires_in: integer(300),
        token_type: text('bearer'),
      },
      answerHeaders: json,
    },
    {
      operation: 'requestToken',
      outcome: 'another grant type',
      status: 400,
      wrong: { path: realm, body: { grant_type: 'password' } },
      answer: oauthError('unsupported_grant_type'),
      answerHeaders: json,
    },
    {
      operation: 'requestToken',
      outcome: 'a secret that was replaced',
      status: 400,
      given: [['session-secret-rotated']],
      input: { path: realm, body: form },
      answer: oauthError('invalid_client'),
      answerHeaders: json,
    },
    {
      operation: 'createSession',
      outcome: 'the id of the session',
      status: 201,
      input: { path: { country: 'no' }, body: { identifier: FULL, reports: ['aml'] } },
      answer: { sessionId: uuid(SESSION) },
      answerHeaders: json,
    },
    {
      operation: 'createSession',
      outcome: 'an identifier that is none',
      status: 400,
      input: { path: { country: 'se' }, body: { identifier: '5520010000' } },
      answer: problem(400),
      answerHeaders: problemJson,
    },
    {
      operation: 'createSession',
      outcome: 'no identifier',
      status: 400,
      wrong: { path: { country: 'no' }, body: {} },
      answer: problem(400),
      answerHeaders: problemJson,
    },
    {
      operation: 'createSession',
      outcome: 'no token',
      status: 401,
      client: null,
      input: { path: { country: 'no' }, body: { identifier: FULL } },
      answer: problem(401),
      answerHeaders: problemJson,
    },
    {
      operation: 'createSession',
      outcome: 'the sanction list without its scope',
      status: 403,
      client: 'tvilling-no-ofac',
      input: { path: { country: 'no' }, body: { identifier: FULL, expands: ['sanction'] } },
      answer: problem(403),
      answerHeaders: problemJson,
    },
    {
      operation: 'createSession',
      outcome: 'an unknown country',
      status: 404,
      wrong: { path: { country: 'xx' }, body: { identifier: FULL } },
      answer: problem(404),
      answerHeaders: problemJson,
    },
    {
      operation: 'getSession',
      outcome: 'it has just begun',
      status: 200,
      given: [begun],
      input: { path: one },
      told,
      answer: {
        sessionId: uuid(SESSION),
        status: equal('IN_PROGRESS'),
        jsonData: equal('IN_PROGRESS'),
        'aml-report': equal('NOT_STARTED'),
        'certificate-report': equal('NOT_STARTED'),
      },
      answerHeaders: json,
    },
    {
      operation: 'getSession',
      outcome: 'all is ready a minute later',
      status: 200,
      given: [begun, ['time-passed', { by: 'PT1M' }]],
      input: { path: one },
      told,
      answer: {
        sessionId: uuid(SESSION),
        status: equal('DONE'),
        jsonData: equal('READY'),
        'aml-report': equal('READY'),
        'certificate-report': equal('READY'),
      },
      answerHeaders: json,
    },
    {
      operation: 'getSession',
      outcome: 'it was cancelled',
      status: 200,
      given: [failed],
      input: { path: one },
      told,
      answer: { sessionId: uuid(SESSION), status: equal('FAILED'), jsonData: equal('FAILED') },
      answerHeaders: json,
    },
    {
      operation: 'getSession',
      outcome: 'no such session',
      status: 404,
      input: { path: one },
      answer: problem(404),
      answerHeaders: problemJson,
    },
    {
      operation: 'getSessionResult',
      outcome: 'what was asked for',
      status: 200,
      given: [['session-done', { expands: ['address', 'roles', 'sanction'] }]],
      input: { path: one },
      told,
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
              /^\/organization\/session\/no\/.+\/reports\/aml$/,
              `/organization/session/no/${SESSION}/reports/aml`,
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
      told,
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
      told,
      answer: new TextEncoder().encode('%PDF-1.7\n'),
      answerHeaders: { 'Content-Type': 'application/pdf' },
    },
    {
      operation: 'getSessionReport',
      outcome: 'a report that was not asked for',
      status: 404,
      given: [['session-done', { reports: ['certificate'] }]],
      input: { path: report },
      told,
      answer: problem(404),
      answerHeaders: problemJson,
    },
    ...fetching('getSessionReport', report),
  ],

  messages: [
    {
      event: 'JsonDataReady',
      outcome: 'the JSON can be fetched',
      given: [
        ['session-created', hookedUp],
        ['time-passed', { by: 'PT10S' }],
      ],
      content: event('JsonDataReady'),
      metadata,
    },
    {
      event: 'ReportReady',
      outcome: 'a report can be fetched',
      given: [
        ['session-created', hookedUp],
        ['time-passed', { by: 'PT30S' }],
      ],
      content: { ...event('ReportReady'), report: equal('aml') },
      metadata,
    },
    {
      event: 'AllDone',
      outcome: 'nothing more comes',
      given: [['session-done', hookedUp]],
      content: event('AllDone'),
      metadata,
    },
    {
      event: 'Failed',
      outcome: 'the session was cancelled',
      given: [['session-failed', hookedUp]],
      content: event('Failed'),
      metadata,
    },
  ],
}
