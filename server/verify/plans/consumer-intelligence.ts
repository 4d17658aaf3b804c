/** How an implementation of Consumer Intelligence is driven. */
import { numberOf } from '../../../fixtures/subjects.ts'
import type { Plan } from '../plan.ts'
import {
  consumer,
  createWebhook,
  deleteWebhook,
  find,
  knownGedi,
  type Row,
  remove,
  webhookBody,
} from './consumer-calls.ts'
import { consumerChecks } from './consumer-checks.ts'
import { tokenChecks, tokenExpiry } from './token.ts'

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

const requests: Plan['requests'] = {
  requestToken: (visit) => visit.tokenCall('production'),
  requestSandboxToken: (visit) => visit.tokenCall('sandbox'),
  findPerson: (visit) => find(visit, 'known'),
  listSubscribedPersons: () => ({ operation: 'listSubscribedPersons' }),
  getPerson: () => ({ operation: 'getPerson', path: { gedi: 'ME0000000000' } }),
  listConsumers: () => ({ operation: 'listConsumers' }),
  uploadConsumers: (visit) => ({ operation: 'uploadConsumers', body: [consumer(visit, visit.id())] }),
  deleteConsumers: (visit) => ({ operation: 'deleteConsumers', body: { consumerIds: [visit.id()] } }),
  listAuditEvents: () => ({ operation: 'listAuditEvents' }),
  listWebhooks: () => ({ operation: 'listWebhooks' }),
  createWebhook: (visit) => ({ operation: 'createWebhook', body: webhookBody(visit) }),
  deleteWebhook: (visit) => deleteWebhook(visit.uuid()),
  putSandboxPerson: (visit) => ({
    operation: 'putSandboxPerson',
    as: 'sandbox',
    body: {
      id: visit.id(),
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

export const consumerIntelligencePlan: Plan = {
  api: 'consumer-intelligence',
  environments: ['production', 'sandbox'],
  roles,
  lacking: 'no-scope',
  subjects: {
    known: numberOf('legal-id'),
    another: numberOf('same-person'),
    nobody: numberOf('nobody'),
    receiver: 'http://127.0.0.1:9/verify',
  },
  refusals: { schema: 400, unreadable: 400 },
  refused({ response }) {
    const { violations } = (response.body ?? {}) as { violations?: unknown[] }
    return violations?.length ? undefined : 'a constraint violation with its list of violations (CI-06)'
  },
  requests,
  ready: {
    getPerson: async (visit) => ({ operation: 'getPerson', path: { gedi: await knownGedi(visit) } }),
    deleteWebhook: async (visit) => deleteWebhook((await createWebhook(visit))['id']),
  },
  tidy: {
    createWebhook: (visit, { response }) => visit.call(deleteWebhook((response.body as Row)['id'])),
    uploadConsumers: (visit, { request }) => {
      const ids = (JSON.parse(request.body) as Row[]).map(({ consumerId }) => String(consumerId))
      return ids.length > 0 ? remove(visit, ...ids) : Promise.resolve()
    },
  },
  checks: [
    ...tokenChecks({ roles, invalidClient: 401 }),
    ...consumerChecks,
    tokenExpiry(PROTECTED, requests),
  ],
}
