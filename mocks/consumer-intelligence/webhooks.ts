/** Where a client wants to hear of events (CI-23, CI-24, CI-35). */
import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'
import { ping } from './events.ts'
import { type ApiContext, keyOf, type Webhook } from './states.ts'

const SECRET_BYTES = 32

/** What a webhook can listen to. */
export const EVENT_TYPES: components['schemas']['WebhookEventType'][] = [
  '*',
  'PING',
  'CONSUMER_UPLOADED',
  'CONSUMER_DELETED',
  'CONSUMER_IDENTIFIED',
  'CONSUMER_NOT_IDENTIFIED',
  'PERSON_SUBSCRIBED',
  'PERSON_UNSUBSCRIBED',
  'PERSON_REIDENTIFIED',
  'PERSON_CHANGED',
  'ENRICHMENT_CHANGED',
  'LIFE_EVENT',
]

/** Registers a webhook and pings it. This is the only place that tells its secret (CI-23, CI-24, CI-35). */
export async function createWebhook(
  client: string,
  { url, events, description }: components['schemas']['CreateWebhook'],
  context: ApiContext,
): Promise<Webhook> {
  const webhook: Webhook = {
    client,
    id: context.random.uuid(),
    url,
    events,
    ...(description !== undefined && { description }),
    secret: context.random.token(SECRET_BYTES),
  }
  await context.collections.webhooks.put(webhook)
  await ping(webhook, context)
  return webhook
}

/** Deletes a webhook, and with it what is still to be sent to it; undefined when there is none. */
export async function deleteWebhook(
  client: string,
  id: string,
  context: ApiContext,
): Promise<Webhook | undefined> {
  const webhook = await context.collections.webhooks.get(keyOf(client, id))
  if (!webhook) return undefined
  await context.collections.webhooks.delete(keyOf(client, id))
  await context.dropDeliveries(keyOf(client, id))
  return webhook
}

/** A webhook as its owner sees it after its creation: without the secret (CI-35). */
export function viewWebhook({ client, secret, ...shown }: Webhook): components['schemas']['Webhook'] {
  return shown
}
