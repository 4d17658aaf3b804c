/** What seed data can hold: webhooks, consumers, and the subscriptions that follow from them. */
import { allRows, defineSeed, type SeedContext, seedInstant, webhookUrlProblem } from 'tvilling'
import type { Market as Country } from '../../fixtures/index.ts'
import { takeConsumers } from './consumers.ts'
import { client, ownerNamed } from './scenarios.ts'
import {
  type ApiContext,
  type Consumer,
  type ConsumerData,
  keyOf,
  type Market,
  type Subscription,
  type Types,
} from './states.ts'
import { createWebhook, EVENT_TYPES } from './webhooks.ts'

const person = { type: 'string', 'x-refers-to': 'people' } as const

export const seed = defineSeed<Types>()({
  webhooks: {
    about: 'Webhooks that have been sent their PING.',
    schema: {
      client,
      id: { type: 'string', pattern: '^[^:]+$', optional: true, description: 'drawn if it is left out' },
      url: { type: 'string', format: 'uri', description: 'where the events are sent' },
      events: { type: 'array', items: { type: 'string', enum: EVENT_TYPES }, default: ['*'] },
      description: { type: 'string', optional: true },
      secret: { type: 'string', minLength: 1, optional: true, description: 'drawn if it is left out' },
    },
    async plant({ client, id, secret, ...given }, context) {
      await ownerNamed(client, context)
      await context.checkBody('createWebhook', given)
      const problem = webhookUrlProblem(given.url)
      if (problem) context.refuse('url', `The url ${problem}.`)
      const { webhooks } = context.collections
      if (id !== undefined && (await webhooks.get(keyOf(client, id)))) {
        context.refuse('id', `${client} has two webhooks "${id}".`)
      }
      const webhook = await createWebhook(client, given, context, id)
      if (secret !== undefined) await webhooks.put({ ...webhook, secret })
    },
    export: ({ collections }) => allRows(collections.webhooks),
  },

  consumers: {
    about:
      'Consumers. One that is identified is connected to its person, to whom the client is then subscribed.',
    schema: {
      client,
      consumerId: { type: 'string', description: "the client's own id" },
      market: {
        enum: ['SE', 'NO', 'DK', 'FI', 'XX'],
        optional: true,
        description: 'that of the person, or SE, if it is left out',
      },
      person: { ...person, optional: true, description: 'whom the consumer is identified as' },
      data: {
        type: 'object',
        optional: true,
        description: "what was uploaded; the person's legal id if it is left out",
      },
      state: { enum: ['UPLOADED', 'IDENTIFYING', 'IDENTIFIED', 'NOT_IDENTIFIED'], default: 'IDENTIFIED' },
      created: seedInstant,
      changed: { ...seedInstant, description: 'when the state began; as created if it is left out' },
    },
    plant: (consumer, context) => plantConsumer(consumer as Given, context),
    export: exportConsumers,
    finish: sortAuditEvents,
    omitted: omittedConsumers,
  },

  subscriptions: {
    about:
      'What differs from what follows from the consumers: when the client was subscribed, and what has changed since.',
    schema: {
      client,
      person: { ...person, 'x-must-exist': true, description: 'of one of the identified consumers' },
      created: seedInstant,
      changed: seedInstant,
      enrichment: { type: 'object', default: {} },
    },
    async plant({ client, person, created, changed, enrichment }, context) {
      const { subscriptions } = context.collections
      const { gedi = '' } = (await context.populations.people.get(person)) ?? {}
      const subscription = await subscriptions.get(keyOf(client, gedi))
      if (!subscription)
        return context.refuse('person', `${client} has no identified consumer for ${person}.`)
      const now = context.clock.iso()
      const times = { created: created ?? now, changed: changed ?? created ?? now }
      for (const time of Object.values(times)) await context.at(time, async () => {})
      await subscriptions.put(
        { ...subscription, ...times, enrichment: enrichment as Subscription['enrichment'] },
        { touch: true },
      )
    },
    export: exportSubscriptions,
    omitted: async ({ collections }) => {
      const own = await collections.sandboxPersons.count()
      return own > 0 ? [`${own} people that clients have created in the sandbox`] : []
    },
  },
})

interface Given {
  client: string
  consumerId: string
  market?: Market
  person?: string
  data?: ConsumerData
  state: Consumer['state']
  created?: string
  changed?: string
}

async function plantConsumer(given: Given, context: SeedContext<ApiContext>): Promise<void> {
  const { client, consumerId, person, data, state, created, changed = created } = given
  const owner = await ownerNamed(client, context)
  const key = keyOf(client, consumerId)
  const { consumers } = context.collections
  if (await consumers.get(key)) context.refuse('consumerId', `${client} has two consumers "${consumerId}".`)
  const known = person === undefined ? undefined : await context.populations.people.get(person)
  const market: Market = given.market ?? (known?.market as Country | undefined) ?? 'SE'
  const own = data ?? (person === undefined ? undefined : { legalId: person })
  if (!own) return context.refuse([], 'A consumer needs a "person", or "data".')
  const upload = { consumerId, market, data: own }
  await context.checkBody('uploadConsumers', [upload])
  // Who is named is found, whatever the client knew of that person.
  const taken =
    state === 'IDENTIFIED' && person !== undefined ? { ...upload, data: { legalId: person } } : upload
  await context.at(created, () => takeConsumers([taken], owner, new Map(), context))
  await context.at(changed, async () => {
    const before = await consumers.get(key)
    if (state === 'UPLOADED') {
      // It was uploaded again.
      if (before && changed !== created)
        await takeConsumers([taken], owner, new Map([[consumerId, before]]), context)
      return
    }
    await context.move('consumers', key, 'IDENTIFYING')
    if (state !== 'IDENTIFYING') await context.move('consumers', key, state)
  })
  const stored = await consumers.get(key)
  if (stored) await consumers.put({ ...stored, data: own })
}

async function exportConsumers({ collections, populations }: ApiContext): Promise<object[]> {
  const entries: object[] = []
  for (const consumer of await allRows(collections.consumers)) {
    const { client, consumerId, market, data, state, created, changed, gedi } = consumer
    if (consumer.source === 'CUSTOM_SANDBOX') continue
    const [person] = gedi === null ? [] : await populations.people.find('gedi', gedi)
    const of = person && { person: person.number }
    entries.push({ client, consumerId, market, ...of, data, state, created, changed })
  }
  return entries
}

/** What happened to the consumers is in the order of time, not of the entries. */
async function sortAuditEvents({ collections: { auditEvents } }: ApiContext): Promise<void> {
  const entries = await allRows(auditEvents)
  for (const { client, event } of entries) await auditEvents.delete(keyOf(client, event.id))
  for (const entry of entries.toSorted((one, other) => one.at - other.at)) await auditEvents.insert(entry)
}

async function omittedConsumers({ collections }: ApiContext): Promise<string[]> {
  const own = (await allRows(collections.consumers)).filter(
    ({ source }) => source === 'CUSTOM_SANDBOX',
  ).length
  return own > 0 ? [`${own} consumers that are people of the sandbox`] : []
}

async function exportSubscriptions({ collections, populations }: ApiContext): Promise<object[]> {
  const entries: object[] = []
  // In the order of the list of changes.
  const rows = (await allRows(collections.subscriptions)).toSorted((one, other) =>
    one.changed === other.changed ? 0 : one.changed < other.changed ? -1 : 1,
  )
  for (const { client, gedi, created, changed, enrichment, source } of rows) {
    const [person] = source === 'CUSTOM_SANDBOX' ? [] : await populations.people.find('gedi', gedi)
    if (person) entries.push({ client, person: person.number, created, changed, enrichment })
  }
  return entries
}
