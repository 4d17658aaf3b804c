/** The twin of Vipps MobilePay ePayment: what it is made of. */
import { defineSimulator } from 'tvilling'
import { admit } from './access.ts'
import { document } from './contract.ts'
import { firedEvents, protocol } from './events.ts'
import { operations } from './operations.ts'
import { problems } from './problems.ts'
import { scenarios } from './scenarios.ts'
import { collections, resources, settings } from './states.ts'

export const epayment = defineSimulator({
  name: 'epayment',
  provider: 'Vipps MobilePay ePayment',
  document,
  facts: new URL('../../contracts/epayment/facts.gen.json', import.meta.url),
  settings,
  collections,
  admit,
  problems,
  operations,
  resources,
  webhooks: protocol,
  events: firedEvents,
  scenarios,
})
