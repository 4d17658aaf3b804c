/** Examples of consumers and their audit events. */
import { type Example, expected } from 'tvilling'
import type { operations } from '../../../contracts/consumer-intelligence/types.gen.ts'
import {
  consumer,
  cursor,
  event,
  gedi,
  json,
  LEGAL_ID,
  NOBODY,
  problem,
  problemJson,
  violations,
} from './bodies.ts'
import { identified, notIdentified, subscribed } from './states.ts'

const { equal, text } = expected

export const consumers: readonly Example<operations>[] = [
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
]
