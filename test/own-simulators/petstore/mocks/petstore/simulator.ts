/** The twin of Petstore: what it is made of. */
import { defineSimulator } from 'tvilling'
import { admit } from './access.ts'
import { document } from './contract.ts'
import { operations } from './operations.ts'
import { problems } from './problems.ts'
import { scenarios } from './scenarios.ts'
import { collections, resources, settings } from './states.ts'

export const petstore = defineSimulator({
  name: 'petstore',
  provider: 'Petstore',
  document,
  facts: new URL('../../contracts/petstore/facts.gen.json', import.meta.url),
  settings,
  collections,
  admit,
  problems,
  operations,
  resources,
  scenarios,
})
