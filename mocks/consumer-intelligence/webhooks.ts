/** The webhooks of a client (CI-23, CI-24, CI-35). */
import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'
import { ping } from './events.ts'
import { type ApiContext, keyOf, type Webhook } from './states.ts'

const SECRET_BYTES = 32

/** The event types that a webhook can listen to. */
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

/** Registers a webhook and sends it a PING. Only this answer shows its secret (CI-23, CI-24, CI-35). */
export async function createWebhook(
  client: string,
  { url, events, description }: components['schemas']['CreateWebhook'],
  context: ApiContext,
  id = context.random.uuid(),
): Promise<Webhook> {
  const webhook: Webhook = {
    client,
    id,
    url,
    events,
    ...(description !== undefined && { description }),
    secret: context.random.token(SECRET_BYTES),
  }
  await context.collections.webhooks.put(webhook)
  await ping(webhook, context)
  return webhook
}

/** Deletes a webhook and its unsent messages; undefined if there is no such webhook. */
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

/** A webhook as its owner sees it after creation: without the secret (CI-35). */
export function viewWebhook({ client, secret, ...shown }: Webhook): components['schemas']['Webhook'] {
  return shown
}
