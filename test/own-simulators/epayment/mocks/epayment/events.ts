/** Which events there are, who gets them and how they are sent. */
import type { DeliveryProtocol, EventDefinition } from 'tvilling'
import type { webhooks } from '../../contracts/epayment/types.gen.ts'
import { contract } from './contract.ts'
import type { ApiContext, settings } from './states.ts'

/** Assumed: one request without a signature; any answer of a success accepts it, after any other it comes again. */
export const protocol: DeliveryProtocol<typeof settings> = {
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
export async function publish(
  event: keyof webhooks & string,
  known: object,
  context: ApiContext,
): Promise<Record<string, unknown>> {
  const body = contract.event(event, context, known)
  const id = context.random.uuid()
  const { rows } = await context.collections.receivers.page({ limit: 1_000 })
  for (const { doc } of rows) {
    const { id: subscription, url, secret } = doc
    await context.deliver({ subscription, url, secret, event, id, body })
  }
  return { event: id, body, receivers: rows.length }
}

/** Events that a test can fire on command. */
export const firedEvents: Record<string, EventDefinition<ApiContext>> = {
  'epayments.payment.created.v1': fires('epayments.payment.created.v1', 'A payment is created.'),
  'epayments.payment.aborted.v1': fires('epayments.payment.aborted.v1', 'A payment is aborted.'),
  'epayments.payment.expired.v1': fires('epayments.payment.expired.v1', 'A payment is expired.'),
  'epayments.payment.cancelled.v1': fires('epayments.payment.cancelled.v1', 'A payment is cancelled.'),
  'epayments.payment.captured.v1': fires('epayments.payment.captured.v1', 'A payment is captured.'),
  'epayments.payment.refunded.v1': fires('epayments.payment.refunded.v1', 'A payment is refunded.'),
  'epayments.payment.authorized.v1': fires('epayments.payment.authorized.v1', 'A payment is authorized.'),
  'epayments.payment.terminated.v1': fires('epayments.payment.terminated.v1', 'A payment is terminated.'),
}

function fires(event: keyof webhooks & string, about: string): EventDefinition<ApiContext> {
  const known = { type: 'object', default: {}, description: 'what is known of the body' }
  return { about, parameters: { known }, fire: ({ known }, context) => publish(event, known, context) }
}
