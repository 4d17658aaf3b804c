/**
 * The consumer tests of Consumer Intelligence.
 *
 * Longer than 300 lines because it is a table: every operation with every documented answer.
 */
import type { operations } from '../../contracts/consumer-intelligence/types.gen.ts'
import { numberOf } from '../../fixtures/subjects.ts'
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

const LEGAL_ID = numberOf('legal-id')
const NOBODY = numberOf('nobody')
const UUID = '18d6e1ca-c2a8-4daf-a557-7cca14db7753'
const GEDI = 'MEF741BA00F6'
const URL = 'http://127.0.0.1:9/hook'
const json = { 'Content-Type': 'application/json' }
const problemJson = { 'Content-Type': 'application/problem+json' }
const gedi = regex(/^ME[0-9A-F]{10}$/, GEDI)
const cursor = text('BrIu1YOTPWiKxZrI')

const oauthError = (error: string) => ({ error, error_description: text('It says why.') })
const problem = (status: number, title: string) => ({
  status,
  title,
  type: equal('about:blank'),
  detail: text('It says why.'),
  instance: regex(/^urn:bisnode:traceid:[0-9a-f-]{36}$/, `urn:bisnode:traceid:${UUID}`),
})
const violations = (field: string) => ({
  ...problem(400, 'Constraint Violation'),
  detail: 'Request body contains one or more errors',
  violations: eachLike({ field: like(field), message: text('is required') }),
})
const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
}
const tokenOperation = (operation: string) => operation.endsWith('Token')

const person = like({
  legalId: { value: equal(LEGAL_ID), country: equal('SE') },
  firstNames: eachLike('Astrid'),
  familyName: 'Lindqvist',
  birthDate: '1980-01-02',
  sex: regex(/^(FEMALE|MALE)$/, 'FEMALE'),
  status: { deceased: false, emigrated: false, protectedIdentity: false },
  addresses: eachLike({ streetName: 'Storgatan', streetNumber: '22', postalCode: '41114', city: 'Göteborg' }),
  metadata: { gedi, source: equal('SPAR'), market: equal('SE'), changed: instant() },
})
const consumer = (state: string) => ({
  consumerId: text('customer-1'),
  market: equal('SE'),
  state: equal(state),
  created: instant(),
  changed: instant(),
})
const webhook = { id: uuid(UUID), url: equal(URL), events: eachLike(text('PING')) }
const event = (type: string) => ({ type: equal(type), id: uuid(UUID), timestamp: instant() })

const hooked: State = ['webhook-registered', { url: URL }]
const identified: State = ['consumers-identified', { count: 2 }]
const subscribed: State = ['person-subscribed']
const deleted: State = ['consumers-deleted', { count: 1 }]
const notIdentified: State = ['consumer-not-identified']
const fired = (event: string, parameters: Record<string, unknown> = {}): State => [
  'event-fired',
  { simulator: 'consumer-intelligence', event, gedi: GEDI, ...parameters },
]
const metadata = {
  contentType: 'application/json',
  'ci-signature-timestamp': regex(/^\d+$/, '1767225600'),
  'ci-signature-sha256': regex(/^[0-9a-f]{64}$/, '0'.repeat(64)),
}

const form = { grant_type: 'client_credentials', scope: 'bci' } as const
const token = {
  access_token: text('GNbhysKora8lV3zKFNt3U1B_TwOiiBJM'),
  expires_in: integer(3600),
  scope: equal('bci'),
  token_type: equal('bearer'),
}

export const consumerIntelligence: ConsumerPact<operations> = {
  simulator: 'consumer-intelligence',
  calls: {
    requestToken: 'POST /as/token.oauth2',
    requestSandboxToken: 'POST /sandbox/v1/token.oauth2',
    findPerson: 'POST /consumer-intelligence/v3/markets/{market}/persons/_find',
    listSubscribedPersons: 'GET /consumer-intelligence/v3/subscriptions/persons',
    getPerson: 'GET /consumer-intelligence/v3/persons/{gedi}',
    listConsumers: 'GET /consumer-intelligence/v3/consumers',
    uploadConsumers: 'POST /consumer-intelligence/v3/consumers',
    deleteConsumers: 'DELETE /consumer-intelligence/v3/consumers',
    listAuditEvents: 'GET /consumer-intelligence/v3/audit-events',
    listWebhooks: 'GET /consumer-intelligence/v3/webhooks',
    createWebhook: 'POST /consumer-intelligence/v3/webhooks',
    deleteWebhook: 'DELETE /consumer-intelligence/v3/webhooks/{id}',
    putSandboxPerson: 'PUT /consumer-intelligence/sandbox/v1/persons',
  },
  samples: {
    requestToken: { body: form },
    requestSandboxToken: { body: form },
    findPerson: { path: { market: 'SE' }, body: { legalId: LEGAL_ID } },
    listSubscribedPersons: {},
    getPerson: { path: { gedi: GEDI } },
    listConsumers: {},
    uploadConsumers: { body: [{ market: 'SE', consumerId: 'c1', data: { legalId: LEGAL_ID } }] },
    deleteConsumers: { body: { consumerIds: ['c1'] } },
    listAuditEvents: {},
    listWebhooks: {},
    createWebhook: { body: { url: URL, events: ['PING'] } },
    deleteWebhook: { path: { id: UUID } },
    putSandboxPerson: { body: { id: 'p1', country: 'SE' } },
  },
  problem: (status, operation) =>
    tokenOperation(operation)
      ? { error: text('invalid_request'), error_description: text('It says why.') }
      : problem(status, TITLES[status] ?? ''),
  problemType: (_, operation) =>
    tokenOperation(operation) ? 'application/json' : 'application/problem+json',

  interactions: [
    {
      operation: 'requestToken',
      outcome: 'a token for an hour',
      status: 200,
      input: { body: form },
      answer: token,
      answerHeaders: { ...json, 'Cache-Control': 'no-store' },
    },
    {
      operation: 'requestToken',
      outcome: 'no grant type',
      status: 400,
      wrong: { body: { scope: 'bci' } },
      answer: oauthError('invalid_request'),
      answerHeaders: json,
    },
    {
      operation: 'requestToken',
      outcome: 'a scope that the client lacks',
      status: 400,
      wrong: { body: { ...form, scope: 'nothing' } },
      answer: oauthError('invalid_scope'),
      answerHeaders: json,
    },
    {
      operation: 'requestToken',
      outcome: 'a secret that was replaced',
      status: 401,
      given: [['client-secret-rotated']],
      input: { body: form },
      answer: oauthError('invalid_client'),
      answerHeaders: { ...json, 'WWW-Authenticate': text('Basic realm="tvilling"') },
    },
    {
      operation: 'requestSandboxToken',
      outcome: 'a token for an hour',
      status: 200,
      client: null,
      wrong: { body: { ...form, client_id: 'tvilling-sandbox', client_secret: 'tvilling-sandbox' } },
      answer: token,
      answerHeaders: json,
    },
    {
      operation: 'requestSandboxToken',
      outcome: 'credentials of the production',
      status: 401,
      input: { body: form },
      answer: oauthError('invalid_client'),
      answerHeaders: json,
    },
    {
      operation: 'requestSandboxToken',
      outcome: 'no grant type',
      status: 400,
      client: null,
      wrong: { body: { client_id: 'tvilling-sandbox', client_secret: 'tvilling-sandbox' } },
      answer: oauthError('invalid_request'),
      answerHeaders: json,
    },
    {
      operation: 'findPerson',
      outcome: 'the person with the legal id',
      status: 200,
      input: { path: { market: 'SE' }, body: { legalId: LEGAL_ID } },
      answer: person,
      answerHeaders: json,
    },
    {
      operation: 'findPerson',
      outcome: 'the person at a full address',
      status: 200,
      input: {
        path: { market: 'SE' },
        body: { firstName: 'Astrid', familyName: 'Lindqvist', fullAddress: 'Storgatan 22B, 41114 Göteborg' },
      },
      answer: person,
      answerHeaders: json,
    },
    {
      operation: 'findPerson',
      outcome: 'a year that is none',
      status: 400,
      input: { path: { market: 'SE' }, body: { yearOfBirth: 10_000 } },
      answer: violations('yearOfBirth'),
      answerHeaders: problemJson,
    },
    {
      operation: 'findPerson',
      outcome: 'a market without permission',
      status: 403,
      client: 'tvilling-no-denmark',
      input: { path: { market: 'DK' }, body: { legalId: numberOf('danish') } },
      answer: problem(403, 'Forbidden'),
      answerHeaders: problemJson,
    },
    {
      operation: 'findPerson',
      outcome: 'nobody',
      status: 404,
      input: { path: { market: 'SE' }, body: { legalId: NOBODY } },
      answer: problem(404, 'Not Found'),
      answerHeaders: problemJson,
    },
    {
      operation: 'listSubscribedPersons',
      outcome: 'the people behind the consumers',
      status: 200,
      given: [identified],
      input: { query: { pageSize: 1 } },
      answer: { data: [person], nextPageToken: cursor },
      answerHeaders: json,
    },
    {
      operation: 'listSubscribedPersons',
      outcome: 'nobody, and a cursor all the same',
      status: 200,
      answer: { data: [], nextPageToken: cursor },
      answerHeaders: json,
    },
    {
      operation: 'listSubscribedPersons',
      outcome: 'a cursor that was not given out',
      status: 400,
      input: { query: { pageToken: 'forged' } },
      answer: problem(400, 'Bad Request'),
      answerHeaders: problemJson,
    },
    {
      operation: 'getPerson',
      outcome: 'a subscribed person',
      status: 200,
      given: [subscribed],
      input: { path: { gedi: GEDI } },
      told: { gedi: GEDI },
      answer: person,
      answerHeaders: json,
    },
    {
      operation: 'getPerson',
      outcome: 'nobody',
      status: 404,
      input: { path: { gedi: 'ME0000000000' } },
      answer: problem(404, 'Not Found'),
      answerHeaders: problemJson,
    },
    {
      operation: 'listConsumers',
      outcome: 'a page and its cursor',
      status: 200,
      given: [identified],
      input: { query: { pageSize: 1 } },
      answer: {
        data: [{ ...consumer('IDENTIFIED'), gedi, source: equal('SPAR') }],
        nextPageToken: cursor,
      },
      answerHeaders: json,
    },
    {
      operation: 'listConsumers',
      outcome: 'the last page has no cursor',
      status: 200,
      given: [notIdentified],
      input: { query: { state: 'NOT_IDENTIFIED' } },
      answer: { data: [{ ...consumer('NOT_IDENTIFIED'), gedi: null, source: null }], nextPageToken: null },
      answerHeaders: json,
    },
    {
      operation: 'listConsumers',
      outcome: 'identified a minute and a half after the upload',
      status: 200,
      given: [
        ['consumers-uploaded', { count: 1 }],
        ['time-passed', { by: 'PT90S' }],
      ],
      answer: { data: [consumer('IDENTIFIED')], nextPageToken: null },
      answerHeaders: json,
    },
    {
      operation: 'listConsumers',
      outcome: 'a page that is too large',
      status: 400,
      input: { query: { pageSize: 1_001 } },
      answer: problem(400, 'Constraint Violation'),
      answerHeaders: problemJson,
    },
    {
      operation: 'listConsumers',
      outcome: 'no token',
      status: 401,
      client: null,
      answer: problem(401, 'Unauthorized'),
      answerHeaders: { ...problemJson, 'WWW-Authenticate': text('Bearer realm="tvilling"') },
    },
    {
      operation: 'listConsumers',
      outcome: 'a token that has expired',
      status: 401,
      given: [['token-expired', { token: 'tvilling' }]],
      answer: problem(401, 'Unauthorized'),
      answerHeaders: { ...problemJson, 'WWW-Authenticate': text('Bearer error="invalid_token"') },
    },
    {
      operation: 'listConsumers',
      outcome: 'a token from before the secret was replaced',
      status: 401,
      given: [['client-secret-rotated']],
      answer: problem(401, 'Unauthorized'),
      answerHeaders: problemJson,
    },
    {
      operation: 'listConsumers',
      outcome: 'a token without the scope',
      status: 403,
      client: 'tvilling-no-scope',
      answer: problem(403, 'Forbidden'),
      answerHeaders: problemJson,
    },
    {
      operation: 'uploadConsumers',
      outcome: 'two consumers are taken',
      status: 202,
      input: {
        body: [
          { market: 'SE', consumerId: 'astrid', data: { legalId: LEGAL_ID } },
          { market: 'SE', consumerId: 'nobody', data: { legalId: NOBODY } },
        ],
      },
    },
    {
      operation: 'uploadConsumers',
      outcome: 'a consumer without an id',
      status: 400,
      wrong: { body: [{ market: 'SE', data: {} }] },
      answer: violations('0.consumerId'),
      answerHeaders: problemJson,
    },
    {
      operation: 'uploadConsumers',
      outcome: 'a market without permission',
      status: 403,
      client: 'tvilling-no-denmark',
      input: { body: [{ market: 'DK', consumerId: 'c1', data: {} }] },
      answer: problem(403, 'Forbidden'),
      answerHeaders: problemJson,
    },
    {
      operation: 'uploadConsumers',
      outcome: 'one that is being identified',
      status: 409,
      given: [
        ['consumers-uploaded', { count: 1 }],
        ['time-passed', { by: 'PT40S' }],
      ],
      input: { body: [{ market: 'SE', consumerId: 'customer-1', data: {} }] },
      answer: problem(409, 'Conflict'),
      answerHeaders: problemJson,
    },
    {
      operation: 'deleteConsumers',
      outcome: 'consumers are deleted, ids that nobody has overlooked',
      status: 202,
      given: [identified],
      input: { body: { consumerIds: ['customer-1', 'customer-9'] } },
    },
    {
      operation: 'deleteConsumers',
      outcome: 'no ids',
      status: 400,
      input: { body: { consumerIds: [] } },
      answer: violations('consumerIds'),
      answerHeaders: problemJson,
    },
    {
      operation: 'listAuditEvents',
      outcome: 'what happened, oldest first',
      status: 200,
      given: [subscribed],
      answer: {
        data: [
          { ...event('CONSUMER_UPLOADED'), consumerId: 'customer-1', market: 'SE' },
          { ...event('CONSUMER_IDENTIFIED'), consumerId: 'customer-1', market: 'SE', gedi, source: 'SPAR' },
          { ...event('PERSON_SUBSCRIBED'), consumerIds: ['customer-1'], market: 'SE', gedi, source: 'SPAR' },
        ],
        nextPageToken: cursor,
      },
      answerHeaders: json,
    },
    {
      operation: 'listAuditEvents',
      outcome: 'a cursor that was not given out',
      status: 400,
      input: { query: { pageToken: 'forged' } },
      answer: problem(400, 'Bad Request'),
      answerHeaders: problemJson,
    },
    {
      operation: 'listWebhooks',
      outcome: 'the webhooks, without their secrets',
      status: 200,
      given: [hooked],
      answer: { webhooks: [webhook] },
      answerHeaders: json,
    },
    {
      operation: 'createWebhook',
      outcome: 'a webhook with its secret',
      status: 201,
      input: { body: { url: URL, events: ['PING', 'CONSUMER_IDENTIFIED'] } },
      answer: { ...webhook, secret: text('JT2VDxHr2-tMLVTFeAPetphpuDKi4DAQYg1GKoXRUpA') },
      answerHeaders: json,
    },
    {
      operation: 'createWebhook',
      outcome: 'an event that is none',
      status: 400,
      wrong: { body: { url: URL, events: ['NOTHING'] } },
      answer: violations('events.0'),
      answerHeaders: problemJson,
    },
    {
      operation: 'deleteWebhook',
      outcome: 'the webhook that was',
      status: 200,
      given: [hooked],
      input: { path: { id: UUID } },
      told: { id: UUID },
      answer: webhook,
      answerHeaders: json,
    },
    {
      operation: 'deleteWebhook',
      outcome: 'no such webhook',
      status: 404,
      input: { path: { id: UUID } },
      answer: problem(404, 'Not Found'),
      answerHeaders: problemJson,
    },
    {
      operation: 'putSandboxPerson',
      outcome: 'a person of the client',
      status: 200,
      client: 'tvilling-sandbox',
      input: { body: { id: 'p1', country: 'SE', firstName: 'Signe', familyName: 'Sandlåda' } },
      answer: { id: 'p1', gedi },
      answerHeaders: json,
    },
    {
      operation: 'putSandboxPerson',
      outcome: 'a person without a country',
      status: 400,
      client: 'tvilling-sandbox',
      wrong: { body: { id: 'p1' } },
      answer: violations('country'),
      answerHeaders: problemJson,
    },
    {
      operation: 'putSandboxPerson',
      outcome: 'a token of the production',
      status: 401,
      wrong: { body: { id: 'p1', country: 'SE' } },
      answer: problem(401, 'Unauthorized'),
      answerHeaders: problemJson,
    },
  ],

  messages: [
    {
      event: 'PING',
      outcome: 'a webhook was created',
      given: [hooked],
      content: event('PING'),
      metadata,
    },
    {
      event: 'CONSUMER_UPLOADED',
      outcome: 'a consumer was taken',
      given: [hooked, ['consumers-uploaded', { count: 1 }]],
      content: { ...event('CONSUMER_UPLOADED'), consumerId: 'customer-1', market: 'SE' },
      metadata,
    },
    {
      event: 'CONSUMER_IDENTIFIED',
      outcome: 'a person was found',
      given: [hooked, ['consumers-uploaded', { count: 1 }], ['time-passed', { by: 'PT90S' }]],
      content: {
        ...event('CONSUMER_IDENTIFIED'),
        consumerId: 'customer-1',
        market: 'SE',
        gedi,
        source: 'SPAR',
      },
      metadata,
    },
    {
      event: 'CONSUMER_NOT_IDENTIFIED',
      outcome: 'nobody was found',
      given: [hooked, notIdentified],
      content: {
        ...event('CONSUMER_NOT_IDENTIFIED'),
        consumerId: 'customer-1',
        market: 'SE',
        sources: eachLike(equal('SPAR')),
      },
      metadata,
    },
    {
      event: 'PERSON_SUBSCRIBED',
      outcome: 'the first consumer of a person',
      given: [hooked, subscribed],
      content: {
        ...event('PERSON_SUBSCRIBED'),
        consumerIds: ['customer-1'],
        market: 'SE',
        gedi,
        source: 'SPAR',
      },
      metadata,
    },
    {
      event: 'CONSUMER_DELETED',
      outcome: 'a consumer was deleted',
      given: [hooked, deleted],
      content: { ...event('CONSUMER_DELETED'), consumerId: 'customer-1', market: 'SE' },
      metadata,
    },
    {
      event: 'PERSON_UNSUBSCRIBED',
      outcome: 'the last consumer of a person',
      given: [hooked, deleted],
      content: {
        ...event('PERSON_UNSUBSCRIBED'),
        consumerIds: ['customer-1'],
        market: 'SE',
        gedi,
        source: 'SPAR',
      },
      metadata,
    },
    {
      event: 'PERSON_CHANGED',
      outcome: 'a subscribed person has another name',
      given: [hooked, subscribed, ['person-changed', { number: LEGAL_ID, familyName: 'Prövning' }]],
      content: {
        ...event('PERSON_CHANGED'),
        consumerIds: ['customer-1'],
        gedi,
        source: 'SPAR',
        jsonPointers: eachLike(regex(/^\/.+$/, '/familyName')),
        changedId: uuid(UUID),
      },
      metadata,
    },
    {
      event: 'PERSON_REIDENTIFIED',
      outcome: 'another person turns out to be meant',
      given: [hooked, subscribed, fired('PERSON_REIDENTIFIED', { replacedBy: 'ME1AD6C862F5' })],
      content: {
        ...event('PERSON_REIDENTIFIED'),
        consumerIds: ['customer-1'],
        market: 'SE',
        previous: { gedi, source: 'SPAR' },
        replacedBy: { gedi, source: 'SPAR' },
      },
      metadata,
    },
    {
      event: 'ENRICHMENT_CHANGED',
      outcome: 'a variable of a subscribed person has changed',
      given: [hooked, subscribed, fired('ENRICHMENT_CHANGED')],
      content: {
        ...event('ENRICHMENT_CHANGED'),
        consumerIds: ['customer-1'],
        gedi,
        variable: 'lifeStage',
      },
      metadata,
    },
    {
      event: 'LIFE_EVENT',
      outcome: 'a move is predicted',
      given: [hooked, subscribed, fired('LIFE_EVENT', { probability: 80, withinEstimatedDays: 30 })],
      content: {
        ...event('LIFE_EVENT'),
        phase: 'PREDICT',
        market: 'SE',
        gedi,
        consumerIds: ['customer-1'],
        trigger: 'HOUSEHOLD_MOVE',
        probability: integer(80),
        withinEstimatedDays: integer(30),
      },
      metadata,
    },
  ],
}
