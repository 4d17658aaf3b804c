/** The twin of Inera's birth report to Skatteverket, version 1. */
import { defineSimulator } from 'tvilling'
import { admit } from './admission.ts'
import { inspect } from './inspection.ts'
import { operations } from './operations.ts'
import { problems } from './problems.ts'
import { scenarios, subjects } from './scenarios.ts'
import { aboutSettings, collections, populations, settings } from './states.ts'

export const birthReport = defineSimulator({
  name: 'birth-report',
  provider: 'Inera (for Skatteverket)',
  document: new URL('../../contracts/birth-report/openapi.gen.json', import.meta.url),
  facts: new URL('../../contracts/birth-report/facts.gen.json', import.meta.url),
  settings,
  aboutSettings,
  collections,
  populations,
  admit,
  inspect,
  operations,
  problems,
  scenarios,
  subjects,
  seed: () => import('./seed.ts'),
  verification: () => import('./verification.ts'),
  examples: () => import('./examples.ts'),
  // Texts are for people.
  volatile: [
    '/errorId',
    '/detail',
    '/message/message',
    '/message/description',
    '/invalidParameters/*/reason',
  ],
})
