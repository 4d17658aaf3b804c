/** What the service keeps, how it moves through states, and the settings. */
import {
  type CollectionDefinition,
  type Context,
  defineResource,
  type OperationOutput,
  type RequestContext,
} from 'tvilling'
import type { operations, webhooks } from '../../contracts/epayment/types.gen.ts'

/** A payment as 'getPayment' answers it. */
export type Payment = Extract<OperationOutput<operations['getPayment']>, { status: 200 }>['body']

/** Somebody who listens to the events. */
export interface Receiver {
  id: string
  url: string
  secret: string
}

export const collections = {
  payments: { key: ({ reference }) => String(reference) } satisfies CollectionDefinition<Payment>,
  receivers: { key: ({ id }) => id, secret: ['secret'] } satisfies CollectionDefinition<Receiver>,
}

export const settings = {
  /** Assumed: pauses before each further attempt to deliver. */
  retries: ['PT1M', 'PT5M', 'PT30M'],
  /** Assumed: how long a receiver may take to answer, in time of the wall. */
  webhookTimeout: 'PT10S',
}

/**
 * How a payment moves through its states. A move `by: 'command'` is made by a test or a scenario; one that time makes
 * has `by: 'time', after: '<name of a setting with a duration>'`.
 */
const paymentStates = defineResource(collections, settings, {
  collection: 'payments',
  field: 'state',
  initial: ['CREATED', 'AUTHORIZED', 'ABORTED', 'EXPIRED', 'TERMINATED'],
  states: {
    CREATED: 'The payment is CREATED.',
    AUTHORIZED: 'The payment is AUTHORIZED.',
    ABORTED: 'The payment is ABORTED.',
    EXPIRED: 'The payment is EXPIRED.',
    TERMINATED: 'The payment is TERMINATED.',
  },
  moves: [
    { from: 'CREATED', to: 'AUTHORIZED', by: 'command' },
    { from: 'AUTHORIZED', to: 'ABORTED', by: 'command' },
    { from: 'ABORTED', to: 'EXPIRED', by: 'command' },
    { from: 'EXPIRED', to: 'TERMINATED', by: 'command' },
  ],
})

export const resources = [paymentStates] as const

/** What the parts of this simulator are typed by. */
export interface Types {
  settings: typeof settings
  collections: typeof collections
  resources: typeof resources
  webhooks: webhooks
}
export type ApiContext = Context<Types>
export type CallContext = RequestContext<ApiContext, keyof operations>
