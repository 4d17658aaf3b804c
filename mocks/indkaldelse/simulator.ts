/** The twin of STAR's Kontaktforloeb.IndkaldelseService, version 2 (2025-1). */
import { defineSimulator } from 'tvilling'
import { aboutSettings } from './about-settings.ts'
import { clients } from './clients.ts'
import { operations } from './operations.ts'
import { problems } from './problems.ts'
import { admit } from './request-ids.ts'
import { scenarios, subjects } from './scenarios.ts'
import { collections, populations, resources, settings } from './states.ts'

export const indkaldelse = defineSimulator({
  name: 'indkaldelse',
  provider: 'STAR (Styrelsen for Arbejdsmarked og Rekruttering)',
  document: new URL('../../contracts/indkaldelse/openapi.gen.json', import.meta.url),
  facts: new URL('../../contracts/indkaldelse/facts.gen.json', import.meta.url),
  settings,
  aboutSettings,
  collections,
  populations,
  resources,
  clients,
  tokenOperations: ['requestToken'],
  admit,
  operations,
  problems,
  scenarios,
  subjects,
  seed: () => import('./seed.ts'),
  verification: () => import('./verification.ts'),
  examples: () => import('./examples.ts'),
  volatile: ['/expires_in', '/error_description', '/errors/*/beskrivelse'],
})
