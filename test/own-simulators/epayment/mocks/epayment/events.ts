/** Which events there are, who gets them and how they are sent. */
import { allRows, type DeliveryProtocol, defineEvents } from 'tvilling'
import type { webhooks } from '../../contracts/epayment/types.gen.ts'
import { contract } from './contract.ts'
import type { ApiContext, Types } from './states.ts'

/** Assumed: one request without a signature; any answer of a success accepts it, after any other it comes again. */
export const protocol: DeliveryProtocol<Types['settings'], webhooks> = {
  retries: ({ retries }) => retries,
  timeout: ({ webhookTimeout }) => webhookTimeout,
  steps: [
    {
      name: 'event',
      message: ({ body }) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      outcome: (status) => (status >= 200 && status < 300 ? 'accepted' : 'retry'),
    },
  ],
}

/**
 * Sends an event to everybody who listens: call it where your operations and states have something to tell.
 * @param known what is known of its body; the rest is the contract's example.
 */
export async function publish<Event extends keyof webhooks & string>(
  event: Event,
  known: object,
  context: ApiContext,
) {
  const body = contract.event(event, context, known)
  const id = context.random.uuid()
  const receivers = await allRows(context.collections.receivers)
  for (const { id: subscription, url, secret } of receivers) {
    await context.deliver({ subscription, url, secret, event, id, body })
  }
  return { event: id, body, receivers: receivers.length }
}

const parameters = {
  known: { type: 'object', default: {}, description: 'what is known of the body' },
} as const

/** Events that a test can fire on command. */
export const firedEvents = defineEvents<Types>()({
  'epayments.payment.created.v1': {
    about: 'A payment is created.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.created.v1', known, context),
  },
  'epayments.payment.aborted.v1': {
    about: 'A payment is aborted.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.aborted.v1', known, context),
  },
  'epayments.payment.expired.v1': {
    about: 'A payment is expired.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.expired.v1', known, context),
  },
  'epayments.payment.cancelled.v1': {
    about: 'A payment is cancelled.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.cancelled.v1', known, context),
  },
  'epayments.payment.captured.v1': {
    about: 'A payment is captured.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.captured.v1', known, context),
  },
  'epayments.payment.refunded.v1': {
    about: 'A payment is refunded.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.refunded.v1', known, context),
  },
  'epayments.payment.authorized.v1': {
    about: 'A payment is authorized.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.authorized.v1', known, context),
  },
  'epayments.payment.terminated.v1': {
    about: 'A payment is terminated.',
    parameters,
    fire: ({ known }, context) => publish('epayments.payment.terminated.v1', known, context),
  },
})
