/** Named starting states: a test's set-up, an option of `serve` and a provider state of Pact alike. */
import { defineScenarios } from 'tvilling'
import { contract } from './contract.ts'
import type { Types } from './states.ts'

const count = { type: 'integer', minimum: 1, maximum: 1_000, default: 3, description: 'how many' } as const

export const scenarios = defineScenarios<Types>()({
  'epayment-payments': {
    about: 'There are payments, made of their schema.',
    parameters: { count },
    async load({ count }, context) {
      const keys: string[] = []
      for (let number = 1; number <= count; number += 1) {
        const known = { reference: contract.draw('getPayment', 200, 'reference', context) }
        const payment = contract.example('getPayment', 200, context, known).body
        await context.begin('payments', payment)
        keys.push(String(payment.reference))
      }
      return { keys }
    },
  },

  'epayment-receiver': {
    about: 'Somebody listens to the events.',
    parameters: { url: { type: 'string', format: 'uri', description: 'where they are sent' } },
    async load({ url }, context) {
      const receiver = { id: context.random.uuid(), url, secret: context.random.token(32) }
      await context.collections.receivers.put(receiver)
      return receiver
    },
  },
})
