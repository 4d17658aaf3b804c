import type { Model } from '../model.ts'
import { member, quote, text } from './code.ts'

/** `events.ts`: which events there are, and how they are sent. */
export function eventsFile({ name, events }: Model): string {
  const types = `../../contracts/${name}/types.gen.ts`
  return text(
    `/** Which events there are, who gets them and how they are sent. */
import type { DeliveryProtocol, EventDefinition } from 'tvilling'
import type { webhooks } from '${types}'
import { contract } from './contract.ts'
import type { ApiContext, settings } from './states.ts'`,
    `/** Assumed: one request without a signature; any answer of a success accepts it, after any other it comes again. */
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
}`,
    `/**
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
}`,
    `/** Events that a test can fire on command. */
export const firedEvents: Record<string, EventDefinition<ApiContext>> = {
${events.map(({ name, about }) => `  ${member(name)}: fires(${quote(name)}, ${quote(about)}),\n`).join('')}}`,
    `function fires(event: keyof webhooks & string, about: string): EventDefinition<ApiContext> {
  const known = { type: 'object', default: {}, description: 'what is known of the body' }
  return { about, parameters: { known }, fire: ({ known }, context) => publish(event, known, context) }
}`,
  )
}
