/** Named starting states, and the people who trigger something here. */
import { type Client, defineScenarios, type Trigger, UsageError, webhookUrlProblem } from 'tvilling'
import { NOBODY, numberOf, subjects as people, type SubjectName } from '../../fixtures/index.ts'
import { consumersNamed, deleteConsumers, takeConsumers, type Upload } from './consumers.ts'
import { peopleOfMarket } from './known-person.ts'
import { putSandboxPerson } from './sandbox.ts'
import { type ApiContext, keyOf, type Market, type Owner, type Types } from './states.ts'
import { createWebhook, EVENT_TYPES, viewWebhook } from './webhooks.ts'

export const client = {
  type: 'string',
  default: 'tvilling',
  description: 'OAuth client that it belongs to',
} as const
const count = { type: 'integer', minimum: 1, maximum: 100_000, default: 3 } as const
const market = { type: 'string', enum: ['SE', 'NO', 'DK', 'FI'], default: 'SE' } as const
const prefix = { type: 'string', pattern: '^(?!_)[a-zA-Z0-9@_-]+$', default: 'customer-' } as const
const consumerId = { type: 'string', pattern: '^(?!_)[a-zA-Z0-9@_-]+$', default: 'customer-1' } as const

interface Several {
  client: string
  count: number
  market: Market
  prefix: string
}

export const scenarios = defineScenarios<Types>()({
  'consumers-uploaded': {
    about: 'Consumers with the legal ids of people, not identified yet.',
    parameters: { client, count, market, prefix },
    load: async (parameters, context) => ({ ...(await upload(parameters, context)) }),
  },

  'consumers-identified': {
    about: 'Consumers that are identified, and the people behind them subscribed.',
    parameters: { client, count, market, prefix },
    async load(parameters, context) {
      const uploaded = await upload(parameters, context)
      const gedis = await settle(uploaded, 'IDENTIFIED', context)
      return { ...uploaded, gedis }
    },
  },

  'consumer-not-identified': {
    about: 'A consumer with a legal id that nobody has.',
    parameters: { client, consumerId },
    async load({ client, consumerId }, context) {
      await take([{ consumerId, market: 'SE', data: { legalId: NOBODY } }], client, context)
      await settle({ client, consumerIds: [consumerId] }, 'NOT_IDENTIFIED', context)
      return { client, consumerId }
    },
  },

  'person-subscribed': {
    about: 'A documented person is subscribed, through one consumer.',
    parameters: {
      client,
      consumerId,
      subject: { type: 'string', default: 'legal-id', description: 'name of a documented person' },
    },
    async load({ client, consumerId, subject }, context) {
      const known = people.find(({ name }) => name === subject)
      if (!known) throw new UsageError(`No subject is called "${subject}".`, 404)
      const { number, market } = known
      await take([{ consumerId, market, data: { legalId: number } }], client, context)
      const [gedi] = await settle({ client, consumerIds: [consumerId] }, 'IDENTIFIED', context)
      return { client, consumerId, number, gedi }
    },
  },

  'consumers-deleted': {
    about: 'Consumers that were identified and then deleted; the people behind them are unsubscribed.',
    parameters: { client, count, market, prefix },
    async load(parameters, context) {
      const uploaded = await upload(parameters, context)
      const gedis = await settle(uploaded, 'IDENTIFIED', context)
      await deleteConsumers(uploaded.client, uploaded.consumerIds, context)
      return { ...uploaded, gedis }
    },
  },

  'webhook-registered': {
    about: 'A webhook, which has been sent its PING.',
    parameters: {
      client,
      url: { type: 'string', format: 'uri', description: 'where the events are sent' },
      id: { type: 'string', optional: true, description: 'id of the webhook; drawn if it is not given' },
      events: { type: 'array', items: { type: 'string', enum: EVENT_TYPES }, default: ['*'] },
    },
    async load({ client, url, events, id }, context) {
      await ownerNamed(client, context)
      const problem = webhookUrlProblem(url)
      if (problem) throw new UsageError(`The url ${url} ${problem}.`)
      const webhook = await createWebhook(client, { url, events }, context, id)
      return { client, ...viewWebhook(webhook), secret: webhook.secret }
    },
  },

  'client-secret-rotated': {
    about: 'A client has got a new secret; the old one and its tokens are refused (CI-04).',
    parameters: { client },
    async load({ client }, context) {
      await ownerNamed(client, context)
      return { client, secret: await context.auth.rotateSecret(client) }
    },
  },

  'sandbox-person-added': {
    about: 'The client has a person of its own in the sandbox (CI-33).',
    parameters: {
      client: { ...client, default: 'tvilling-sandbox' },
      id: { type: 'string', default: 'my-person-1' },
      country: { type: 'string', pattern: '^[A-Z]{2}$', default: 'SE' },
      firstName: { type: 'string', default: 'Signe' },
      familyName: { type: 'string', default: 'Sandlåda' },
      dateOfBirth: { type: 'string', format: 'date', default: '1990-05-05' },
    },
    async load({ client, ...person }, context) {
      const owner = await ownerNamed(client, context)
      if (owner.environment === 'production') throw new UsageError(`${client} is a client of production.`)
      return { client, ...(await putSandboxPerson(person, owner, context)) }
    },
  },
})

interface Uploaded {
  client: string
  consumerIds: string[]
}

/** Uploads consumers with the legal ids of a market's people. With more consumers than people, people are repeated. */
async function upload({ client, count, market, prefix }: Several, context: ApiContext): Promise<Uploaded> {
  const known = peopleOfMarket(market)
  const uploads = Array.from({ length: count }, (_, index) => ({
    consumerId: `${prefix}${index + 1}`,
    market,
    data: { legalId: known[index % known.length]?.number ?? '' },
  }))
  await take(uploads, client, context)
  return { client, consumerIds: uploads.map(({ consumerId }) => consumerId) }
}

async function take(uploads: Upload[], client: string, context: ApiContext): Promise<void> {
  const owner = await ownerNamed(client, context)
  await takeConsumers(uploads, owner, await consumersNamed(client, uploads, context), context)
}

/** Completes the identification of consumers at once; returns who they are. */
async function settle(
  { client, consumerIds }: Uploaded,
  state: 'IDENTIFIED' | 'NOT_IDENTIFIED',
  context: ApiContext,
): Promise<string[]> {
  const gedis: string[] = []
  for (const consumerId of consumerIds) {
    const key = keyOf(client, consumerId)
    await context.move('consumers', key, 'IDENTIFYING')
    await context.move('consumers', key, state)
    const consumer = await context.collections.consumers.get(key)
    if (consumer?.gedi) gedis.push(consumer.gedi)
  }
  return gedis
}

export async function ownerNamed(id: string, context: ApiContext): Promise<Owner> {
  const known: Client | undefined = await context.auth.client(id)
  if (!known) throw new UsageError(`There is no client "${id}" in consumer-intelligence.`, 404)
  return { client: id, environment: known.environment }
}

const TRIGGERS: readonly [SubjectName, string, string[]][] = [
  ['legal-id', 'Is identified by legal id in Sweden, source SPAR.', ['CI-14', 'CI-29']],
  ['name-and-address', 'Is identified by name and address.', ['CI-14', 'CI-29']],
  ['name-and-birth-date', 'Is identified by name and birth date.', ['CI-13', 'CI-29']],
  ['same-person', 'Two consumers that are this person share one subscription.', ['CI-11', 'CI-21', 'CI-28']],
  ['sandbox-daily-change', 'Changes every midnight (UTC) in the sandbox while subscribed.', ['CI-34']],
  ['norwegian', 'Is identified in Norway, source FREG.', ['CI-27', 'CI-29']],
  ['danish', 'Is identified in Denmark, source CPR.', ['CI-27', 'CI-29']],
  ['finnish', 'Is identified in Finland, source DVV.', ['CI-27', 'CI-29']],
  ['deceased', 'Is found, with status.deceased.', ['CI-15', 'CI-29']],
  ['protected-identity', 'Is found by legal id, without addresses and phone numbers.', ['CI-15', 'CI-29']],
  ['emigrated', 'Is found, with status.emigrated and no address.', ['CI-15', 'CI-29']],
  ['centenarian', 'Is identified by 240315+2388 as well.', ['CI-29']],
  ['coordination-number', 'Is identified by a coordination number.', ['CI-29']],
  ['nobody', 'A consumer with this legal id is NOT_IDENTIFIED; findPerson answers 404.', ['CI-29', 'CI-32']],
  ['nobody-norwegian', 'Not identified, in Norway.', ['CI-29']],
  ['nobody-danish', 'Not identified, in Denmark.', ['CI-29']],
  ['nobody-finnish', 'Not identified, in Finland.', ['CI-29']],
]

export const subjects: readonly Trigger[] = TRIGGERS.map(([subject, triggers, facts]) => ({
  subject,
  number: numberOf(subject),
  triggers,
  facts,
}))
