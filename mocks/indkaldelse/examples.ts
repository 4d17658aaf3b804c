/** Examples of IndkaldelseService. */

import { type ExampleState, type Examples, expected } from 'tvilling'
import type { operations } from '../../contracts/indkaldelse/types.gen.ts'
import { numberOf } from '../../fixtures/index.ts'

const { eachLike, equal, integer, text, uuid } = expected

const CITIZEN = numberOf('kommune-citizen')
const MEETING = '0b0f2e3c-5d0f-4d0e-9a51-1f3a4c1f7d10'
const OTHER_MEETING = '0b0f2e3c-5d0f-4d0e-9a51-1f3a4c1f7d11'
const DELTAGER = '7b6d2c4e-9a1f-4b3c-8d5e-0f1a2b3c4d5e'
const json = { 'Content-Type': 'application/json' }

const form = { grant_type: 'client_credentials', scope: 'kontaktforloeb.samtale.write' } as const
const header = (cpr = CITIZEN) => ({ 'x-civilregistrationIdentifier': cpr, 'x-requestId': 'request-1' })
const path = { myndighedsdeltagerid: DELTAGER }
const both = { myndighedsdeltagerid: DELTAGER, indkaldelseid: MEETING }
const meeting = { moedeStarttidspunkt: '2026-02-01T10:00:00Z' }
const deltager = { indkaldelseIdentifier: MEETING, deltagerrolle: 1 }
const attends = { ...deltager, myndighedsrepraesentantenDeltager: true }

const fejl = (fejlkode: number) => ({
  errors: eachLike({ fejlkode: equal(fejlkode), fejltekst: text('Fejl'), beskrivelse: text('Beskrivelse') }),
})
const oauthError = (error: string) => ({ error: equal(error), error_description: text('It says why.') })

const called: ExampleState = ['indkaldelse-created', { id: MEETING }]
const joined: ExampleState = ['myndighedsdeltager-created', { id: DELTAGER, indkaldelse: MEETING }]
const received: ExampleState = ['request-id-used', { requestId: 'request-1' }]

/** The errors that all operations on a citizen share; each call has exactly one mistake. */
function common<Id extends 'createIndkaldelse' | ParticipantOperation>(operation: Id, input: object) {
  const refused = [
    { status: 400, code: 1001, outcome: 'a CPR number that is none', header: header('3104900991') },
    { status: 401, code: 401, outcome: 'no token', client: null },
    { status: 403, code: 1013, outcome: "another authority's citizen", client: 'a-kasse' },
    { status: 403, code: 4575, outcome: 'a token without the scope', client: 'tvilling-no-scope' },
    { status: 404, code: 1010, outcome: 'nobody', header: header(numberOf('nobody-danish')) },
    {
      status: 409,
      code: 4405,
      outcome: 'a citizen who is dead',
      header: header(numberOf('deceased-citizen')),
    },
    { status: 412, code: 412, outcome: 'a request id that was received before', given: [received] },
  ]
  return refused.map(({ code, header: sent, ...rest }) => ({
    operation,
    ...rest,
    wrong: { ...input, header: sent ?? header() },
    answer: fejl(code),
    answerHeaders: json,
  }))
}
type ParticipantOperation =
  | 'createMyndighedsdeltager'
  | 'updateMyndighedsdeltager'
  | 'deleteMyndighedsdeltager'

export const examples: Examples<operations> = {
  samples: {
    requestToken: { body: form },
    createIndkaldelse: { header: header(), body: meeting },
    createMyndighedsdeltager: { path, header: header(), body: deltager },
    updateMyndighedsdeltager: { path, header: header(), body: attends },
    deleteMyndighedsdeltager: { path: both, header: header() },
  },
  problem: (status, operation) =>
    operation === 'requestToken' ? oauthError('invalid_request') : fejl(status),
  problemType: () => 'application/json',

  interactions: [
    {
      operation: 'requestToken',
      outcome: 'a token for an hour',
      status: 200,
      input: { body: form },
      answer: {
        access_token: text('GNbhysKora8lV3zKFNt3U1B_TwOiiBJM'),
        expires_in: integer(3600),
        scope: 'kontaktforloeb.samtale.write',
        token_type: 'bearer',
      },
      answerHeaders: json,
    },
    {
      operation: 'requestToken',
      outcome: 'another grant type',
      status: 400,
      wrong: { body: { grant_type: 'password' } },
      answer: oauthError('unsupported_grant_type'),
      answerHeaders: json,
    },
    {
      operation: 'requestToken',
      outcome: 'a secret that was replaced',
      status: 401,
      given: [['indkaldelse-secret-rotated']],
      input: { body: form },
      answer: oauthError('invalid_client'),
      answerHeaders: json,
    },
    {
      operation: 'createIndkaldelse',
      outcome: 'the id of the meeting',
      status: 200,
      input: { header: header(), body: meeting },
      answer: uuid(MEETING),
      answerHeaders: json,
    },
    {
      operation: 'createIndkaldelse',
      outcome: 'a kommune calls its own citizen',
      status: 200,
      client: 'kommune',
      input: { header: header(), body: meeting },
      answer: uuid(MEETING),
      answerHeaders: json,
    },
    {
      operation: 'createIndkaldelse',
      outcome: 'no time of the meeting',
      status: 400,
      wrong: { header: header(), body: {} },
      answer: fejl(1014),
      answerHeaders: json,
    },
    ...common('createIndkaldelse', { body: meeting }),
    {
      operation: 'createMyndighedsdeltager',
      outcome: 'the id of the participant',
      status: 200,
      given: [called],
      input: { path, header: header(), body: deltager },
      answer: uuid(DELTAGER),
      answerHeaders: json,
    },
    {
      operation: 'createMyndighedsdeltager',
      outcome: 'no such meeting',
      status: 404,
      input: { path, header: header(), body: deltager },
      answer: fejl(90102),
      answerHeaders: json,
    },
    {
      operation: 'createMyndighedsdeltager',
      outcome: 'another participant has not answered',
      status: 409,
      given: [['myndighedsdeltager-created', { id: OTHER_MEETING, indkaldelse: MEETING }]],
      input: { path, header: header(), body: deltager },
      answer: fejl(90101),
      answerHeaders: json,
    },
    {
      operation: 'createMyndighedsdeltager',
      outcome: 'the id is taken',
      status: 409,
      given: [joined],
      input: { path, header: header(), body: deltager },
      answer: fejl(90105),
      answerHeaders: json,
    },
    ...common('createMyndighedsdeltager', { path, body: deltager }),
    {
      operation: 'updateMyndighedsdeltager',
      outcome: 'the participant attends',
      status: 204,
      given: [joined],
      input: { path, header: header(), body: attends },
    },
    {
      operation: 'updateMyndighedsdeltager',
      outcome: 'no answer whether it attends',
      status: 400,
      given: [joined],
      wrong: { path, header: header(), body: deltager },
      answer: fejl(1014),
      answerHeaders: json,
    },
    {
      operation: 'updateMyndighedsdeltager',
      outcome: 'no such participant',
      status: 404,
      given: [called],
      input: { path, header: header(), body: attends },
      answer: fejl(90107),
      answerHeaders: json,
    },
    {
      operation: 'updateMyndighedsdeltager',
      outcome: "another meeting's participant",
      status: 409,
      given: [joined, ['indkaldelse-created', { id: OTHER_MEETING }]],
      input: { path, header: header(), body: { ...attends, indkaldelseIdentifier: OTHER_MEETING } },
      answer: fejl(90103),
      answerHeaders: json,
    },
    ...common('updateMyndighedsdeltager', { path, body: attends }),
    {
      operation: 'deleteMyndighedsdeltager',
      outcome: 'the participant is gone',
      status: 204,
      given: [joined],
      input: { path: both, header: header() },
    },
    {
      operation: 'deleteMyndighedsdeltager',
      outcome: 'no such participant',
      status: 404,
      given: [called],
      input: { path: both, header: header() },
      answer: fejl(90107),
      answerHeaders: json,
    },
    ...common('deleteMyndighedsdeltager', { path: both }),
  ],
}
