/** The events: who gets them, and how they are sent (CI-22 to CI-28, CI-35). */

import { createHmac } from 'node:crypto'
import { allRows, type DeliveryProtocol, durationOf, UsageError } from 'tvilling'
import { type ApiContext, type Event, keyOf, type Types, type Webhook } from './states.ts'

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/** An event before it gets its id and timestamp. */
export type Happening = Without<Event, 'id' | 'timestamp'>

/** The text that is signed, by the value of the setting `signature` (CI-26). */
export const signatures: Readonly<Record<string, (timestamp: string, body: string) => string>> = {
  'timestamp.body': (timestamp, body) => `${timestamp}.${body}`,
  body: (_timestamp, body) => body,
}

/** The signature of a message, lower-case hex (CI-26). */
export function sign(secret: string, timestamp: string, body: string, signature: string): string {
  const text = signatures[signature]
  if (!text) {
    const known = Object.keys(signatures).join(', ')
    throw new UsageError(`There is no signature "${signature}" in consumer-intelligence; there are ${known}.`)
  }
  return createHmac('sha256', secret).update(text(timestamp, body)).digest('hex')
}

/** How messages are sent: signed (CI-25), repeated unless the answer is 200 (CI-24), at most six times (CI-35). */
export const protocol: DeliveryProtocol<Types['settings'], Types['webhooks']> = {
  retries: ({ retries }) => retries,
  timeout: ({ webhookTimeout }) => webhookTimeout,
  steps: [
    {
      name: 'event',
      message: (delivery, { now, settings }) => {
        const body = JSON.stringify(delivery.body)
        const timestamp = String(Math.floor(now / 1_000))
        return {
          headers: {
            'content-type': 'application/json',
            'CI-SIGNATURE-TIMESTAMP': timestamp,
            'CI-SIGNATURE-SHA256': sign(delivery.secret, timestamp, body, settings.signature),
          },
          body,
        }
      },
      outcome: (status) => (status === 200 ? 'accepted' : 'retry'),
    },
  ],
}

/**
 * Writes an event to the client's audit log, and queues it for each webhook that listens to this type or to all types
 * (CI-22, CI-23). All messages have the same id.
 */
export async function publish(client: string, happening: Happening, context: ApiContext): Promise<Event> {
  return send(
    client,
    happening,
    context,
    ({ events }) => events.includes('*') || events.includes(happening.type),
  )
}

/** Sends a PING to a webhook, regardless of its event types (CI-24). */
export async function ping(webhook: Webhook, context: ApiContext): Promise<Event> {
  return send(webhook.client, { type: 'PING' }, context, ({ id }) => id === webhook.id)
}

async function send(
  client: string,
  happening: Happening,
  context: ApiContext,
  wants: (webhook: Webhook) => boolean,
): Promise<Event> {
  const { type, ...rest } = happening
  const event = { type, id: context.random.uuid(), timestamp: context.clock.iso(), ...rest } as Event
  await context.collections.auditEvents.insert({ client, at: context.clock.now(), event })
  await purgeAuditEvents(context)
  await dropOldestOf(client, event.id, context)
  for (const webhook of await webhooksOf(client, context)) {
    if (!wants(webhook)) continue
    await context.deliver({
      subscription: keyOf(client, webhook.id),
      url: webhook.url,
      secret: webhook.secret,
      event: type,
      id: event.id,
      body: { ...event },
    })
  }
  return event
}

/** Deletes audit events that are older than a year (CI-22). It runs when they are listed, and when one is written. */
export async function purgeAuditEvents({ collections, clock, settings }: ApiContext): Promise<void> {
  await collections.auditEvents.deleteBelow('at', clock.now() - durationOf(settings.auditRetention))
}

/** The oldest are looked for after so many events, on average: to count costs more than to write. */
const COUNTED_AFTER = 100

/**
 * Drops the oldest audit events of a client if it has too many (CI-43). The id of the newest, which is random, tells whether
 * they are counted.
 */
async function dropOldestOf(client: string, newest: string, { collections, settings }: ApiContext) {
  const { auditEvents } = collections
  const after = Math.max(1, Math.min(COUNTED_AFTER, Math.floor(settings.auditEvents / 10)))
  if (Number.parseInt(newest.slice(-8), 16) % after !== 0) return
  const tooMany = (await auditEvents.count({ index: 'client', equals: client })) - settings.auditEvents
  if (tooMany <= 0) return
  const { rows } = await auditEvents.page({ index: 'client', equals: client, limit: tooMany })
  for (const { doc } of rows) await auditEvents.delete(keyOf(client, doc.event.id))
}

/** All webhooks of a client, in order of creation. */
export async function webhooksOf(client: string, context: ApiContext): Promise<Webhook[]> {
  return allRows(context.collections.webhooks, { index: 'client', equals: client })
}
