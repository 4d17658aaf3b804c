/** How an implementation of Consumer Intelligence is driven, and what it promises (facts CI-*). */
import { check, tokenChecks, tokenExpiry, type VerificationPlan } from 'tvilling'
import { numberOf } from '../../fixtures/index.ts'
import {
  consumer,
  createWebhook,
  deleteWebhook,
  find,
  knownGedi,
  type Row,
  remove,
  webhookBody,
} from './verification/calls.ts'
import { consumerChecks } from './verification/consumer-checks.ts'
import { listChecks } from './verification/list-checks.ts'
import { personChecks } from './verification/person-checks.ts'
import { webhookChecks } from './verification/webhook-checks.ts'

const scope = 'bci'
const roles = {
  production: { about: 'a client of production', token: 'requestToken', scope, ready: 'tvilling' },
  sandbox: {
    about: 'a client of the sandbox',
    token: 'requestSandboxToken',
    scope,
    ready: 'tvilling-sandbox',
  },
  'no-scope': { about: 'a client without the scope', token: 'requestToken', ready: 'tvilling-no-scope' },
  'no-denmark': {
    about: 'a client without permission for Denmark',
    token: 'requestToken',
    scope,
    ready: 'tvilling-no-denmark',
  },
}

const PROTECTED = [
  'findPerson',
  'listSubscribedPersons',
  'getPerson',
  'listConsumers',
  'uploadConsumers',
  'deleteConsumers',
  'listAuditEvents',
  'listWebhooks',
  'createWebhook',
  'deleteWebhook',
]

const requests: VerificationPlan['requests'] = {
  requestToken: (session) => session.tokenCall('production'),
  requestSandboxToken: (session) => session.tokenCall('sandbox'),
  findPerson: (session) => find(session, 'known'),
  listSubscribedPersons: () => ({ operation: 'listSubscribedPersons' }),
  getPerson: () => ({ operation: 'getPerson', path: { gedi: 'ME0000000000' } }),
  listConsumers: () => ({ operation: 'listConsumers' }),
  uploadConsumers: (session) => ({ operation: 'uploadConsumers', body: [consumer(session, session.id())] }),
  deleteConsumers: (session) => ({ operation: 'deleteConsumers', body: { consumerIds: [session.id()] } }),
  listAuditEvents: () => ({ operation: 'listAuditEvents' }),
  listWebhooks: () => ({ operation: 'listWebhooks' }),
  createWebhook: (session) => ({ operation: 'createWebhook', body: webhookBody(session) }),
  deleteWebhook: (session) => deleteWebhook(session.uuid()),
  putSandboxPerson: (session) => ({
    operation: 'putSandboxPerson',
    as: 'sandbox',
    body: {
      id: session.id(),
      country: 'SE',
      firstName: 'Signe',
      familyName: 'Sandlåda',
      dateOfBirth: '1990-05-05',
      gender: 'Female',
      addressList: [{ type: 'Postal', streetName: 'Storgatan', city: 'Göteborg', country: 'SE' }],
      phoneList: [{ type: 'Mobile', number: '+46701740605' }],
      citizenship: ['SE'],
    },
  }),
}

export const verification: VerificationPlan = {
  environments: ['production', 'sandbox'],
  roles,
  lacking: 'no-scope',
  subjects: {
    known: numberOf('legal-id'),
    another: numberOf('same-person'),
    nobody: numberOf('nobody'),
    receiver: 'http://127.0.0.1:9/verify',
  },
  refusals: { schema: 400, unreadable: 400, facts: { schema: ['CI-06'], unreadable: ['CI-05'] } },
  mediaTypes: { 'application/problem+json': ['CI-32'] },
  refused({ response }) {
    const { violations } = (response.body ?? {}) as { violations?: unknown[] }
    return violations?.length ? undefined : 'a constraint violation with its list of violations (CI-06)'
  },
  requests,
  ready: {
    getPerson: async (session) => ({ operation: 'getPerson', path: { gedi: await knownGedi(session) } }),
    deleteWebhook: async (session) => deleteWebhook((await createWebhook(session))['id']),
  },
  tidy: {
    createWebhook: (session, { response }) => session.call(deleteWebhook((response.body as Row)['id'])),
    uploadConsumers: (session, { request }) => {
      const ids = (JSON.parse(request.body) as Row[]).map(({ consumerId }) => String(consumerId))
      return ids.length > 0 ? remove(session, ...ids) : Promise.resolve()
    },
  },
  webhooks: { eventOf: ({ type }) => (typeof type === 'string' ? type : undefined) },
  checks: [
    ...tokenChecks({ roles, invalidClient: 401, facts: ['CI-01', 'CI-02'] }),
    check(
      'keeps the environments apart',
      ['requestToken', 'requestSandboxToken'],
      ['CI-03'],
      async (session) => {
        const { authorization = '' } = session.tokenCall('sandbox')
        await session.expect(401, { ...session.tokenCall('production'), authorization })
      },
    ),
    ...listChecks,
    ...consumerChecks,
    ...personChecks,
    ...webhookChecks,
    tokenExpiry(PROTECTED, requests, ['CI-02']),
  ],
}
