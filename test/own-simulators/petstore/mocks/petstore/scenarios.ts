/** Named starting states: a test's set-up, an option of `serve` and a provider state of Pact alike. */
import { defineScenarios } from 'tvilling'
import { contract } from './contract.ts'
import type { Types } from './states.ts'

const count = { type: 'integer', minimum: 1, maximum: 1_000, default: 3, description: 'how many' } as const

export const scenarios = defineScenarios<Types>()({
  'petstore-pets': {
    about: 'There are pets, made of their schema.',
    parameters: { count },
    async load({ count }, context) {
      const keys: string[] = []
      for (let number = 1; number <= count; number += 1) {
        const known = { id: number }
        const pet = contract.example('getPetById', 200, context, known).body
        await context.begin('pets', pet)
        keys.push(String(pet.id))
      }
      return { keys }
    },
  },

  'petstore-orders': {
    about: 'There are orders, made of their schema.',
    parameters: { count },
    async load({ count }, context) {
      const keys: string[] = []
      for (let number = 1; number <= count; number += 1) {
        const known = { id: number }
        const order = contract.example('getOrderById', 200, context, known).body
        await context.begin('orders', order)
        keys.push(String(order.id))
      }
      return { keys }
    },
  },

  'petstore-users': {
    about: 'There are users, made of their schema.',
    parameters: { count },
    async load({ count }, context) {
      const keys: string[] = []
      for (let number = 1; number <= count; number += 1) {
        const known = { username: `user-${number}` }
        const user = contract.example('getUserByName', 200, context, known).body
        await context.collections.users.put(user)
        keys.push(String(user.username))
      }
      return { keys }
    },
  },
})
