/** The twin of Dun & Bradstreet Consumer Intelligence V3. */
import { type Client, defineSimulator } from 'tvilling'
import { aboutSettings } from './about-settings.ts'
import { consumerBehaviour } from './consumers.ts'
import { protocol } from './events.ts'
import { firedEvents } from './fired-events.ts'
import { lifeEvent } from './life-events.ts'
import { operations } from './operations.ts'
import { problems } from './problems.ts'
import { admit } from './rate-limit.ts'
import { scenarios, subjects } from './scenarios.ts'
import { collections, populations, resources, settings } from './states.ts'
import { dailyChange, peopleChanged } from './subscriptions.ts'

const contracts = '../../contracts/consumer-intelligence'

export const consumerIntelligence = defineSimulator({
  name: 'consumer-intelligence',
  provider: 'Dun & Bradstreet',
  document: new URL(`${contracts}/openapi.gen.json`, import.meta.url),
  facts: new URL(`${contracts}/facts.gen.json`, import.meta.url),
  settings,
  aboutSettings,
  collections,
  populations,
  clients: [
    client('tvilling', 'production'),
    client('tvilling-sandbox', 'sandbox'),
    { ...client('tvilling-no-denmark', 'production'), attributes: { markets: ['SE', 'NO', 'FI', 'XX'] } },
    { ...client('tvilling-no-scope', 'production'), scopes: [] },
  ],
  tokenOperations: ['requestToken', 'requestSandboxToken'],
  problems,
  operations,
  admit,
  resources,
  behaviours: { consumers: consumerBehaviour },
  jobs: { dailyChange, lifeEvent },
  webhooks: protocol,
  events: firedEvents,
  reactions: { people: peopleChanged },
  scenarios,
  subjects,
  seed: () => import('./seed.ts'),
  verification: () => import('./verification.ts'),
  examples: () => import('./examples.ts'),
  volatile: [
    '/expires_in',
    '/instance',
    '/error_description',
    '/detail',
    '/violations/*/message',
    'listAuditEvents#/data/*/id',
    'listAuditEvents#/data/*/changedId',
    '/**/estimatedAge',
  ],
})

/** A ready-made client; its secret is its id. */
function client(id: string, environment: string): Client {
  const attributes = { markets: ['SE', 'NO', 'DK', 'FI', 'XX'] }
  return { id, secret: id, environment, scopes: ['bci'], attributes }
}
