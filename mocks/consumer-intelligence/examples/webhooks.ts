/** Examples of webhooks and of their messages. */
import { type Example, type ExampleMessage, expected } from 'tvilling'
import type { operations } from '../../../contracts/consumer-intelligence/types.gen.ts'
import {
  event,
  gedi,
  json,
  LEGAL_ID,
  problem,
  problemJson,
  URL,
  UUID,
  violations,
  webhook,
} from './bodies.ts'
import { deleted, fired, hooked, notIdentified, subscribed } from './states.ts'

const { eachLike, equal, integer, regex, text } = expected

export const webhooks: readonly Example<operations>[] = [
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
    fromState: { id: UUID },
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
]

const metadata = {
  contentType: 'application/json',
  'ci-signature-timestamp': regex(/^\d+$/, '1767225600'),
  'ci-signature-sha256': regex(/^[0-9a-f]{64}$/, '0'.repeat(64)),
}

export const messages: readonly ExampleMessage[] = [
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
      jsonPointers: equal([]),
      changedId: equal(''),
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
]
