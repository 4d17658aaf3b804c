/** Examples of Person Register Monitoring. */

import { type ExampleState, type Examples, expected } from 'tvilling'
import type { operations } from '../../contracts/person-monitoring/types.gen.ts'
import { numberOf } from '../../fixtures/index.ts'

const { eachLike, equal, instant, integer, regex, text, uuid } = expected

const LEGAL_ID = numberOf('legal-id')
const UUID = '18d6e1ca-c2a8-4daf-a557-7cca14db7753'
const json = { 'Content-Type': 'application/json' }

const form = { grant_type: 'client_credentials' } as const
const list = (name: string, type: string, content: string, part = 'file') => {
  const data = new FormData()
  data.set(part, new File([content], name, { type }))
  return data
}
const csv = () => list('list.csv', 'text/csv', `personalNumber\n${LEGAL_ID}\n`)

const bundle = (status: string, entityCount: number) => ({
  id: equal('b1'),
  name: text('Monitored persons'),
  status: equal(status),
  entityCount: integer(entityCount),
  lastModified: instant(),
})
const oauthError = (error: string) => ({ error: equal(error), error_description: text('It says why.') })
const problem = (error: string) => ({ error: equal(error), message: text('It says why.') })
const badRequest = {
  ...problem('BadRequest'),
  attributes: eachLike({ attribute: equal('file'), value: regex(/^.*$/, '') }),
}
const ERRORS: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  500: 'InternalServerError',
}

const approved: ExampleState = ['bundle-approved', { numbers: [LEGAL_ID] }]
const hooked: ExampleState = ['monitoring-webhook-registered', { url: 'http://127.0.0.1:9/hook' }]
const died: ExampleState = ['person-changed', { number: LEGAL_ID, deceasedOn: '2025-12-31' }]
const event = {
  changeType: equal('deceased'),
  countryCodes: eachLike(equal('SE')),
  keyMap: {
    personalNumber: equal(LEGAL_ID),
    birthDate: '1980-01-02',
    firstName: text('Astrid Maria'),
    lastName: text('Lindqvist'),
  },
  messageId: uuid(UUID),
  timestamp: integer(1767225600),
  type: equal('populationRegisterSe'),
  version: text('1.0'),
}
const metadata = {
  contentType: 'application/json',
  'roaring-signature': regex(/^t=\d+,v1=[0-9a-f]{64}$/, `t=1767225600,v1=${'0'.repeat(64)}`),
}

export const examples: Examples<operations> = {
  samples: {
    requestToken: { body: form },
    listBundles: {},
    updateBundle: { path: { id: 'b1' }, body: csv() },
  },
  problem: (status) =>
    status === 400 ? { ...problem('BadRequest'), attributes: [] } : problem(ERRORS[status] ?? ''),
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
      given: [['monitoring-secret-rotated']],
      input: { body: form },
      answer: oauthError('invalid_client'),
      answerHeaders: json,
    },
    {
      operation: 'listBundles',
      outcome: 'an approved bundle',
      status: 200,
      given: [approved],
      answer: { bundles: eachLike({ ...bundle('APPROVED', 1), id: text('b1') }) },
      answerHeaders: json,
    },
    ...(
      [
        ['PENDING', [['bundle-sent-in'], ['time-passed', { by: 'PT5M' }]]],
        ['SENT_IN', [['bundle-sent-in']]],
        ['INCORRECT', [['bundle-incorrect']]],
        ['MISSING', [['bundle-missing']]],
      ] as [string, ExampleState[]][]
    ).map(([status, given]) => ({
      operation: 'listBundles' as const,
      outcome: `a bundle that is ${status}`,
      status: 200,
      given,
      answer: { bundles: [bundle(status, 1), { ...bundle('APPROVED', 0), id: equal('b2') }] },
      answerHeaders: json,
    })),
    {
      operation: 'listBundles',
      outcome: 'no token',
      status: 401,
      client: null,
      answer: problem('Unauthorized'),
      answerHeaders: json,
    },
    {
      operation: 'listBundles',
      outcome: 'a client without the permission',
      status: 403,
      client: 'tvilling-no-permission',
      answer: problem('Forbidden'),
      answerHeaders: json,
    },
    {
      operation: 'listBundles',
      outcome: 'the sandbox has no list',
      status: 404,
      client: 'tvilling-sandbox',
      answer: problem('NotFound'),
      answerHeaders: json,
    },
    {
      operation: 'updateBundle',
      outcome: 'a CSV file',
      status: 200,
      input: { path: { id: 'b1' }, body: csv() },
      answer: bundle('PENDING', 1),
      answerHeaders: json,
    },
    {
      operation: 'updateBundle',
      outcome: 'a JSON file',
      status: 200,
      input: {
        path: { id: 'b1' },
        body: list('list.json', 'application/json', JSON.stringify([LEGAL_ID])),
      },
      answer: bundle('PENDING', 1),
      answerHeaders: json,
    },
    {
      operation: 'updateBundle',
      outcome: 'a file of another kind',
      status: 400,
      input: { path: { id: 'b1' }, body: list('list.txt', 'text/plain', 'no list') },
      answer: badRequest,
      answerHeaders: json,
    },
    {
      operation: 'updateBundle',
      outcome: 'no token',
      status: 401,
      client: null,
      input: { path: { id: 'b1' }, body: csv() },
      answer: problem('Unauthorized'),
      answerHeaders: json,
    },
    {
      operation: 'updateBundle',
      outcome: 'a client without the permission',
      status: 403,
      client: 'tvilling-no-permission',
      input: { path: { id: 'b1' }, body: csv() },
      answer: problem('Forbidden'),
      answerHeaders: json,
    },
    {
      operation: 'updateBundle',
      outcome: 'no such bundle',
      status: 404,
      input: { path: { id: 'b9' }, body: csv() },
      answer: problem('NotFound'),
      answerHeaders: json,
    },
  ],

  messages: [
    {
      event: 'populationRegisterSe',
      outcome: 'the continue phase asks before it tells',
      given: [approved, hooked, died],
      content: { ...event, requestType: equal('continue') },
      metadata,
    },
    {
      event: 'populationRegisterSe',
      outcome: 'the payload phase tells that a monitored person has died',
      given: [approved, hooked, died],
      content: {
        ...event,
        requestType: equal('payload'),
        newAttributes: { deceasedDate: '2025-12-31' },
        previousAttributes: { deceasedDate: null },
        object: { personalNumber: LEGAL_ID, familyName: text('Lindqvist'), deceasedDate: '2025-12-31' },
      },
      metadata,
    },
  ],
}
