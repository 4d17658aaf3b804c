/** Examples of Consumer Intelligence. */
import { type Examples, expected } from 'tvilling'
import type { operations } from '../../contracts/consumer-intelligence/types.gen.ts'
import { form, GEDI, LEGAL_ID, problem, URL, UUID } from './examples/bodies.ts'
import { consumers } from './examples/consumers.ts'
import { persons } from './examples/persons.ts'
import { tokens } from './examples/tokens.ts'
import { messages, webhooks } from './examples/webhooks.ts'

const { text } = expected

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

export const examples: Examples<operations> = {
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
  interactions: [...tokens, ...persons, ...consumers, ...webhooks],
  messages,
}
