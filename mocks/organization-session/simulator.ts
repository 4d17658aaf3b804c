/** The twin of BankID Norway's AML asynchronous organization session. */
import { defineSimulator } from 'tvilling'
import { aboutSettings } from './about-settings.ts'
import { clients } from './clients.ts'
import { firedEvents, protocol } from './events.ts'
import { inspect } from './inspect.ts'
import { operations } from './operations.ts'
import { problems } from './problems.ts'
import { reportBehaviour, resultBehaviour } from './progress.ts'
import { scenarios } from './scenarios.ts'
import { collections, populations, resources, settings } from './states.ts'
import { subjects } from './subjects.ts'

const contracts = '../../contracts/organization-session'

export const organizationSession = defineSimulator({
  name: 'organization-session',
  provider: 'BankID Norway',
  document: new URL(`${contracts}/openapi.gen.json`, import.meta.url),
  facts: new URL(`${contracts}/facts.gen.json`, import.meta.url),
  settings,
  aboutSettings,
  collections,
  populations,
  clients,
  tokenOperations: ['requestToken'],
  problems,
  operations,
  inspect,
  resources,
  behaviours: { results: resultBehaviour, reports: reportBehaviour },
  webhooks: protocol,
  events: firedEvents,
  scenarios,
  subjects,
  seed: () => import('./seed.ts'),
  verification: () => import('./verification.ts'),
  examples: () => import('./examples.ts'),
  volatile: ['/expires_in', '/instance', '/detail', '/links/reports/*'],
})
