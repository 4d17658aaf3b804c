import type { Model } from '../model.ts'
import { member, quote, text } from './code.ts'

/** `events.ts`: which events there are, and how they are sent. */
export function eventsFile({ name, events }: Model): string {
  const types = `../../contracts/${name}/types.gen.ts`
  return text(
    `/** Which events there are, who gets them and how they are sent. */
import { allRows, type DeliveryProtocol, defineEvents } from 'tvilling'
import type { webhooks } from '${types}'
import { contract } from './contract.ts'
import type { ApiContext, Types } from './states.ts'`,
    `/** Assumed: one request without a signature; any answer of a success accepts it, after any other it comes again. */
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
}`,
    `/**
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
}`,
    `const parameters = {
  known: { type: 'object', default: {}, description: 'what is known of the body' },
} as const`,
    `/** Events that a test can fire on command. */
export const firedEvents = defineEvents<Types>()({
${events.map(firedEvent).join('')}})`,
  )
}

function firedEvent({ name, about }: Model['events'][number]): string {
  return `  ${member(name)}: {
    about: ${quote(about)},
    parameters,
    fire: ({ known }, context) => publish(${quote(name)}, known, context),
  },\n`
}
