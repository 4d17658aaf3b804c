/** What each operation answers. */
import { type Operations, webhookUrlProblem } from 'tvilling'
import type { operations as ContractOperations } from '../../contracts/consumer-intelligence/types.gen.ts'
import { consumersNamed, deleteConsumers, takeConsumers, type Upload } from './consumers.ts'
import { purgeAuditEvents, webhooksOf } from './events.ts'
import { identify } from './identification.ts'
import { type KnownPerson, personByGedi } from './known-person.ts'
import { walkFrom } from './pages.ts'
import { type PersonView, viewPerson } from './person-view.ts'
import { constraintViolation, type ProblemAnswer, problem } from './problems.ts'
import { putSandboxPerson } from './sandbox.ts'
import {
  afterChangesOf,
  type CallContext,
  type Consumer,
  changesOf,
  keyOf,
  type Market,
  type Owner,
  type Subscription,
} from './states.ts'
import { createWebhook, deleteWebhook, viewWebhook } from './webhooks.ts'

const MARKETS: readonly Market[] = ['DK', 'FI', 'NO', 'SE', 'XX']

export const operations = {
  /** CI-01, CI-03. */
  requestToken: ({ body }, context) => issueToken(body, context, 'production'),

  /** CI-01, CI-03. */
  requestSandboxToken: ({ body }, context) => issueToken(body, context, 'sandbox'),

  /** CI-12, CI-13, CI-14, CI-32. */
  async findPerson({ params, body }, context) {
    const market = params.market as Market
    const refused = refuseMarkets([market], context)
    if (refused) return refused
    const result = await identify(body, market, ownerOf(context), context)
    context.setReason(result.reason, 'CI-29')
    if (!result.found) {
      context.restOn('CI-32')
      return problem(404, 'The person was not found.', context)
    }
    return { status: 200, body: await show(result.found, context) }
  },

  /** CI-09, CI-10, CI-11, CI-31. */
  async listSubscribedPersons({ query }, context) {
    const { pageToken, fromDate, pageSize = 100 } = query
    if (pageToken !== undefined && fromDate !== undefined) {
      context.setReason('pageToken and fromDate exclude each other.', 'CI-31')
      return problem(400, 'fromDate cannot be used with pageToken.', context)
    }
    const client = context.client.id
    const start = { position: 0, value: `${changesOf(client)}${fromDate ?? ''}` }
    const walk = walkFrom(start, pageToken, undefined, context)
    if ('refused' in walk) return walk.refused
    const { rows } = await context.collections.subscriptions.page({
      index: 'changed',
      from: changesOf(client),
      below: afterChangesOf(client),
      after: walk.cursor,
      limit: pageSize,
    })
    const last = rows.at(-1)
    const next = last
      ? { position: last.position, value: `${changesOf(client)}${last.doc.changed}` }
      : walk.cursor
    if (!last) context.setReason('No subscribed person has changed since.')
    const data = await showSubscribed(
      rows.map(({ doc }) => doc),
      context,
    )
    return { status: 200, body: { nextPageToken: walk.tokenFor(next), data } }
  },

  /** CI-15, CI-32. */
  async getPerson({ params: { gedi } }, context) {
    const known = await personByGedi(gedi, ownerOf(context), context)
    if (!known) {
      context.setReason(`Nobody has the gedi ${gedi}.`, 'CI-32')
      return problem(404, 'The person was not found.', context)
    }
    const refused = refuseMarkets([known.person.market], context)
    return refused ?? { status: 200, body: await show(known, context) }
  },

  /** CI-07, CI-08, CI-16, CI-31. */
  async listConsumers({ query }, context) {
    const { pageToken, pageSize = 100, state } = query
    const client = context.client.id
    const walk = walkFrom({ position: 0 }, pageToken, state, context)
    if ('refused' in walk) return walk.refused
    const among = state
      ? { index: 'state' as const, equals: keyOf(client, state) }
      : { index: 'client' as const, equals: client }
    const page = { ...among, after: walk.cursor, limit: pageSize }
    const { rows, more } = await context.collections.consumers.page(page)
    const last = rows.at(-1)
    if (!last)
      context.setReason(
        `${client} has no ${pageToken ? 'more ' : ''}consumers${state ? ` that are ${state}` : ''}.`,
      )
    const nextPageToken = last && more ? walk.tokenFor({ position: last.position }) : null
    return { status: 200, body: { nextPageToken, data: rows.map(({ doc }) => viewConsumer(doc)) } }
  },

  /** CI-17, CI-18, CI-30, CI-32. The whole batch is checked before any of it is stored. */
  async uploadConsumers({ body }, context) {
    const uploads = body as Upload[]
    const { uploadBatch } = context.settings
    if (uploads.length > uploadBatch) {
      const message = `must NOT have more than ${uploadBatch} items`
      return constraintViolation([{ field: 'body', message }], context)
    }
    const repeated = repeatedIds(uploads)
    if (repeated.length > 0) {
      context.restOn('CI-30')
      return constraintViolation(repeated, context)
    }
    const markets = uploads.map(({ market }) => market)
    const refused = refuseMarkets(markets, context)
    if (refused) return refused
    const known = await consumersNamed(context.client.id, uploads, context)
    const busy = [...known.values()].filter(({ state }) => state === 'IDENTIFYING')
    if (busy.length > 0) {
      const ids = busy.map(({ consumerId }) => consumerId).join(', ')
      const why = 'Consumers that are IDENTIFYING cannot be replaced; nothing of the batch was taken.'
      context.setReason(why, 'CI-30')
      return problem(409, `These consumers are being identified: ${ids}.`, context)
    }
    if (known.size > 0) context.setReason(`${known.size} known consumers start again.`, 'CI-30')
    await takeConsumers(uploads, ownerOf(context), known, context)
    return { status: 202 }
  },

  /** CI-20, CI-30. */
  async deleteConsumers({ body: { consumerIds } }, context) {
    const deleted = await deleteConsumers(context.client.id, consumerIds, context)
    context.setReason(`${deleted} of ${consumerIds.length} consumers were there.`)
    if (deleted < consumerIds.length) context.restOn('CI-30')
    return { status: 202 }
  },

  /** CI-09, CI-22, CI-31. */
  async listAuditEvents({ query }, context) {
    const { pageToken, pageSize = 100 } = query
    const { client, collections } = context
    const walk = walkFrom({ position: 0 }, pageToken, undefined, context)
    if ('refused' in walk) return walk.refused
    await purgeAuditEvents(context)
    const page = { index: 'client' as const, equals: client.id, after: walk.cursor, limit: pageSize }
    const { rows } = await collections.auditEvents.page(page)
    const last = rows.at(-1)
    if (!last) context.setReason('Nothing has happened since.')
    const nextPageToken = walk.tokenFor(last ? { position: last.position } : walk.cursor)
    return { status: 200, body: { nextPageToken, data: rows.map(({ doc }) => doc.event) } }
  },

  /** CI-23, CI-35. */
  async listWebhooks(_input, context) {
    const webhooks = await webhooksOf(context.client.id, context)
    return { status: 200, body: { webhooks: webhooks.map(viewWebhook) } }
  },

  /** CI-23, CI-24, CI-41. */
  async createWebhook({ body }, context) {
    const message = webhookUrlProblem(body.url)
    if (message !== undefined) {
      context.setReason(`Nobody can send to ${body.url}.`, 'CI-41')
      return constraintViolation([{ field: 'url', message }], context)
    }
    const { client, ...created } = await createWebhook(context.client.id, body, context)
    return { status: 201, body: created }
  },

  /** CI-23, CI-32, CI-35. */
  async deleteWebhook({ params: { id } }, context) {
    const deleted = await deleteWebhook(context.client.id, id, context)
    if (deleted) return { status: 200, body: viewWebhook(deleted) }
    const gone = await context.deletedIn('webhooks', keyOf(context.client.id, id))
    const why = gone === undefined ? '.' : `: exchange ${gone} deleted it.`
    context.setReason(`${context.client.id} has no webhook ${id}${why}`, 'CI-32')
    return problem(404, 'The webhook was not found.', context)
  },

  /** CI-33. */
  async putSandboxPerson({ body }, context) {
    return { status: 200, body: await putSandboxPerson(body, ownerOf(context), context) }
  },
} satisfies Operations<ContractOperations, CallContext>

function issueToken(form: object, context: CallContext, environment: string) {
  return context.auth.issueToken(context.request, form, { environment })
}

function ownerOf({ client, environment }: CallContext): Owner {
  return { client: client.id, environment: client.environment ?? environment }
}

/** Refuses markets that the client has no permission for. A client without a list of markets may use all. */
function refuseMarkets(markets: readonly string[], context: CallContext): ProblemAnswer<403> | undefined {
  const permitted = (context.client.attributes?.['markets'] ?? MARKETS) as readonly string[]
  const refused = markets.find((market) => !permitted.includes(market) || !MARKETS.includes(market as Market))
  if (refused === undefined) return undefined
  context.setReason(`${context.client.id} has permission for ${permitted.join(', ')}.`, 'CI-32')
  return problem(403, `The client has no permission for the market ${refused}.`, context)
}

function repeatedIds(uploads: readonly Upload[]): { field: string; message: string }[] {
  const seen = new Set<string>()
  return uploads.flatMap(({ consumerId }, index) => {
    const repeated = seen.has(consumerId)
    seen.add(consumerId)
    return repeated
      ? [{ field: `${index}.consumerId`, message: `${consumerId} is in the batch already` }]
      : []
  })
}

/** A consumer without its owner. Member by member, since a page has many and rest members are slow. */
function viewConsumer({ consumerId, market, data, state, gedi, source, created, changed }: Consumer) {
  return { consumerId, market, data, state, gedi, source, created, changed }
}

async function show(known: KnownPerson, context: CallContext): Promise<PersonView> {
  const key = keyOf(context.client.id, known.person.gedi)
  return viewPerson(known, await context.collections.subscriptions.get(key), context)
}

async function showSubscribed(subscriptions: Subscription[], context: CallContext): Promise<PersonView[]> {
  const shown: PersonView[] = []
  for (const subscription of subscriptions) {
    const known = await personByGedi(subscription.gedi, subscription, context)
    if (known) shown.push(await viewPerson(known, subscription, context))
  }
  return shown
}
