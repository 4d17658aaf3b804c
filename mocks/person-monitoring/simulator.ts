/** The twin of Roaring's Person Register Monitoring for Sweden. */
import { defineSimulator } from 'tvilling'
import { aboutSettings } from './about-settings.ts'
import { bundleBehaviour } from './bundles.ts'
import { clients } from './clients.ts'
import { firedEvents, peopleChanged, protocol } from './events.ts'
import { admit, operations } from './operations.ts'
import { problems } from './problems.ts'
import { scenarios, subjects } from './scenarios.ts'
import { collections, populations, resources, settings } from './states.ts'

const contracts = '../../contracts/person-monitoring'

export const personMonitoring = defineSimulator({
  name: 'person-monitoring',
  provider: 'Roaring',
  document: new URL(`${contracts}/openapi.gen.json`, import.meta.url),
  facts: new URL(`${contracts}/facts.gen.json`, import.meta.url),
  settings,
  aboutSettings,
  collections,
  populations,
  clients,
  tokenOperations: ['requestToken'],
  problems,
  admit,
  operations,
  resources,
  behaviours: { bundles: bundleBehaviour },
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
    // Bearer or bearer (RFC 6749).
    '/token_type',
    '/error_description',
    '/message',
    '/name',
    '/bundles/*/name',
    '/entityCount',
    '/bundles/*/entityCount',
  ],
})
