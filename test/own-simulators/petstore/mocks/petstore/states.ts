/** What the service keeps, how it moves through states, and the settings. */
import {
  type CollectionDefinition,
  type Context,
  defineResource,
  type OperationOutput,
  type RequestContext,
} from 'tvilling'
import type { operations } from '../../contracts/petstore/types.gen.ts'

/** A pet as 'getPetById' answers it. */
export type Pet = Extract<OperationOutput<operations['getPetById']>, { status: 200 }>['body']

/** An order as 'getOrderById' answers it. */
export type Order = Extract<OperationOutput<operations['getOrderById']>, { status: 200 }>['body']

/** A user as 'getUserByName' answers it. */
export type User = Extract<OperationOutput<operations['getUserByName']>, { status: 200 }>['body']

export const collections = {
  pets: { key: ({ id }) => String(id) } satisfies CollectionDefinition<Pet>,
  orders: { key: ({ id }) => String(id) } satisfies CollectionDefinition<Order>,
  users: { key: ({ username }) => String(username) } satisfies CollectionDefinition<User>,
}

/** What the real service may do otherwise: durations, limits, words. */
export const settings = {}

/**
 * How a pet moves through its states. A move `by: 'command'` is made by a test or a scenario; one that time makes
 * has `by: 'time', after: '<name of a setting with a duration>'`.
 */
const petStates = defineResource(collections, settings, {
  collection: 'pets',
  field: 'status',
  initial: ['available', 'pending', 'sold'],
  states: {
    available: 'The pet is available.',
    pending: 'The pet is pending.',
    sold: 'The pet is sold.',
  },
  moves: [
    { from: 'available', to: 'pending', by: 'command' },
    { from: 'pending', to: 'sold', by: 'command' },
  ],
})

/**
 * How an order moves through its states. A move `by: 'command'` is made by a test or a scenario; one that time makes
 * has `by: 'time', after: '<name of a setting with a duration>'`.
 */
const orderStates = defineResource(collections, settings, {
  collection: 'orders',
  field: 'status',
  initial: ['placed', 'approved', 'delivered'],
  states: {
    placed: 'The order is placed.',
    approved: 'The order is approved.',
    delivered: 'The order is delivered.',
  },
  moves: [
    { from: 'placed', to: 'approved', by: 'command' },
    { from: 'approved', to: 'delivered', by: 'command' },
  ],
})

export const resources = [petStates, orderStates] as const

/** What the parts of this simulator are typed by. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
  resources: typeof resources
}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>

/** The id of a new pet. */
export const newPetKey = ({ random }: ApiContext) => random.integer(1, 2147483647)

/** The id of a new order. */
export const newOrderKey = ({ random }: ApiContext) => random.integer(1, 2147483647)

/** The username of a new user. */
export const newUserKey = ({ random }: ApiContext) => random.hex(16).toLowerCase()
