/** Events that a test can fire (CI-27). */
import { defineEvents, UsageError } from 'tvilling'
import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'
import { consumerIdsOf, consumersOf } from './connected-consumers.ts'
import { type Happening, ping, publish, webhooksOf } from './events.ts'
import { personByGedi } from './known-person.ts'
import { type ApiContext, keyOf, type Subscription, type Types } from './states.ts'
import { changeMembers, touch } from './subscriptions.ts'

type Schemas = components['schemas']

const client = { type: 'string', default: 'tvilling', description: 'OAuth client that hears of it' } as const
const gedi = { type: 'string', description: 'gedi of a person that the client is subscribed to' } as const
export const TRIGGERS: Schemas['LifeEventTrigger'][] = [
  'HOUSEHOLD_MOVE',
  'SINGLE_TO_COUPLE',
  'MOVE_FROM_APARTMENT_TO_HOUSE',
  'MOVE_FROM_HOUSE_TO_APARTMENT',
  'MOVE_URBANIZATION',
]

export const firedEvents = defineEvents<Types>()({
  PING: {
    about: 'Pings one webhook of a client, or all of them, whatever they listen to.',
    parameters: {
      client,
      webhook: { type: 'string', optional: true, description: 'id of the webhook' },
    },
    async fire({ client, webhook }, context) {
      const webhooks = await webhooksOf(client, context)
      const meant = webhooks.filter(({ id }) => webhook === undefined || id === webhook)
      if (meant.length === 0) throw new UsageError(`${client} has no webhook ${webhook ?? ''}.`.trim(), 404)
      const events = []
      for (const one of meant) events.push(await ping(one, context))
      return { events }
    },
  },

  PERSON_CHANGED: {
    about:
      'Says that a subscribed person has changed; to really change one, change the person. The pointers are sent if the setting changedPointers is on.',
    parameters: {
      client,
      gedi,
      jsonPointers: { type: 'array', items: { type: 'string' }, default: [] },
    },
    async fire({ client, gedi, jsonPointers }, context) {
      const subscription = await subscriptionOf(client, gedi, context)
      if (jsonPointers.length > 0 && !context.settings.changedPointers) {
        throw new UsageError('jsonPointers are empty, unless the setting changedPointers is on (CI-37).')
      }
      await touch(subscription, context)
      const { source } = subscription
      const changed = changeMembers(jsonPointers, context)
      return tell(subscription, { type: 'PERSON_CHANGED', gedi, source, ...changed }, context)
    },
  },

  PERSON_REIDENTIFIED: {
    about:
      'Another person turns out to be the subscribed one: its consumers are connected to that person now.',
    parameters: { client, gedi, replacedBy: { type: 'string', description: 'gedi of the other person' } },
    fire: reidentify,
  },

  ENRICHMENT_CHANGED: {
    about: 'Changes an enrichment variable of a subscribed person, as this client sees it.',
    parameters: {
      client,
      gedi,
      variable: { type: 'string', default: 'lifeStage' },
      value: { type: ['string', 'number', 'boolean', 'null'], default: 'CHANGED' },
    },
    async fire({ client, gedi, variable, value }, context) {
      const subscription = await subscriptionOf(client, gedi, context)
      const enrichment = { ...subscription.enrichment, [variable]: value }
      await touch({ ...subscription, enrichment }, context)
      return tell(subscription, { type: 'ENRICHMENT_CHANGED', gedi, variable }, context)
    },
  },

  LIFE_EVENT: {
    about: 'Predicts or reports a life event of a subscribed person.',
    parameters: {
      client,
      gedi,
      trigger: { type: 'string', enum: TRIGGERS, default: 'HOUSEHOLD_MOVE' },
      phase: { type: 'string', default: 'PREDICT' },
      probability: { type: 'integer', minimum: 1, maximum: 99, optional: true },
      withinEstimatedDays: { type: 'integer', minimum: 0, optional: true },
    },
    async fire({ client, gedi, ...details }, context) {
      const subscription = await subscriptionOf(client, gedi, context)
      return tell(
        subscription,
        { type: 'LIFE_EVENT', market: subscription.market, gedi, ...details },
        context,
      )
    },
  },
})

async function subscriptionOf(client: string, gedi: string, context: ApiContext): Promise<Subscription> {
  const subscription = await context.collections.subscriptions.get(keyOf(client, gedi))
  if (!subscription) throw new UsageError(`${client} is not subscribed to ${gedi}.`, 404)
  return subscription
}

type AboutPerson<T> = T extends { consumerIds: string[] } ? Omit<T, 'consumerIds'> : never

async function tell(
  { client, gedi }: Subscription,
  happening: AboutPerson<Happening>,
  context: ApiContext,
): Promise<Record<string, unknown>> {
  const consumerIds = await consumerIdsOf(client, gedi, context)
  return { ...(await publish(client, { ...happening, consumerIds } as Happening, context)) }
}

async function reidentify(
  { client, gedi, replacedBy }: { client: string; gedi: string; replacedBy: string },
  context: ApiContext,
): Promise<Record<string, unknown>> {
  const { consumers, subscriptions } = context.collections
  const before = await subscriptionOf(client, gedi, context)
  const other = await personByGedi(replacedBy, before, context)
  if (!other) throw new UsageError(`Nobody has the gedi ${replacedBy}.`, 404)
  if (replacedBy === gedi) throw new UsageError(`${gedi} is the person already.`)
  const { source, person } = other
  const { market } = person
  const moved = await consumersOf(client, gedi, context)
  for (const consumer of moved) {
    await consumers.put({ ...consumer, gedi: replacedBy, source, changed: context.clock.iso() })
  }
  await subscriptions.delete(keyOf(client, gedi))
  const existing = await subscriptions.get(keyOf(client, replacedBy))
  await touch(existing ?? { ...before, gedi: replacedBy, market, source }, context)
  const consumerIds = moved.map(({ consumerId }) => consumerId)
  const previous = { gedi, source: before.source }
  const event = await publish(
    client,
    {
      type: 'PERSON_REIDENTIFIED',
      consumerIds,
      market,
      previous,
      replacedBy: { gedi: replacedBy, source },
    },
    context,
  )
  return { ...event }
}
