/** What seed data can hold: webhooks, and bundles with their lists. */
import { allRows, defineSeed, type SeedContext, seedInstant } from 'tvilling'
import { createBundle, READY_MADE_NAME } from './bundles.ts'
import { bring, checkOwner, client, id } from './scenarios.ts'
import {
  type ApiContext,
  type Bundle,
  type BundleStatus,
  keyOf,
  type ListedDay,
  type Types,
} from './states.ts'
import { registerWebhook } from './webhooks.ts'

const person = { type: 'string', 'x-refers-to': 'people' } as const

/** The way to each status from the upload of a list. */
const PATHS = {
  SENT_IN: ['SENT_IN'],
  PENDING: ['PENDING'],
  APPROVED: ['PENDING', 'APPROVED'],
  INCORRECT: ['PENDING', 'INCORRECT'],
  MISSING: ['PENDING', 'MISSING'],
} as const satisfies Record<BundleStatus, readonly BundleStatus[]>

export const seed = defineSeed<Types>()({
  webhooks: {
    about:
      "Webhooks, as they are registered in the provider's account pages; the client needs the addon (PM-09).",
    schema: {
      client,
      id: { type: 'string', pattern: '^[^:]+$', optional: true, description: 'drawn if it is left out' },
      url: { type: 'string', format: 'uri', description: 'where the events are sent' },
      secret: { type: 'string', minLength: 1, optional: true, description: 'drawn if it is left out' },
    },
    async plant(webhook, context) {
      const { client, id } = webhook
      if (id !== undefined && (await context.collections.webhooks.get(keyOf(client, id)))) {
        context.refuse('id', `${client} has two webhooks "${id}".`)
      }
      await registerWebhook(webhook, context)
    },
    export: ({ collections }) => allRows(collections.webhooks),
  },

  bundles: {
    about: 'Bundles. The time in a status that ends by itself counts from lastModified.',
    schema: {
      client,
      id: { type: 'string', pattern: id.pattern, description: 'id of the bundle' },
      name: { type: 'string', default: READY_MADE_NAME },
      status: { enum: ['APPROVED', 'INCORRECT', 'MISSING', 'PENDING', 'SENT_IN'], default: 'APPROVED' },
      people: {
        type: 'array',
        items: person,
        optional: true,
        description: 'the list that was uploaded last; empty if it is left out',
      },
      monitored: {
        type: 'array',
        items: person,
        optional: true,
        description: 'the list before it, which was approved; of an approved bundle it is the list itself',
      },
      lastModified: seedInstant,
    },
    plant: (bundle, context) => context.at(bundle.lastModified, () => plantBundle(bundle as Given, context)),
    export: exportBundles,
  },
})

interface Given {
  client: string
  id: string
  name: string
  status: BundleStatus
  people?: string[]
  monitored?: string[]
}

async function plantBundle(given: Given, context: SeedContext<ApiContext>): Promise<void> {
  const { client, id, name, status, people, monitored } = given
  await checkOwner(client, context)
  const key = keyOf(client, id)
  if (await context.collections.bundles.get(key)) context.refuse('id', `${client} has two bundles "${id}".`)
  if (status === 'APPROVED' && monitored) {
    context.refuse('monitored', 'Of an approved bundle, "people" are monitored.')
  }
  await createBundle(client, id, name, context)
  const listed = { client, id, name }
  if (monitored) await bring({ ...listed, numbers: monitored }, PATHS.APPROVED, context)
  // A list that was approved went missing.
  if (status === 'MISSING' && !people) return context.move('bundles', key, 'MISSING')
  if (status === 'APPROVED' && !people) return
  await bring({ ...listed, numbers: people ?? [] }, PATHS[status], context)
}

async function exportBundles({ collections }: ApiContext): Promise<object[]> {
  const entries: object[] = []
  const listOf = async (days: typeof collections.monitoredDays, { client, id }: Bundle) => {
    const rows: ListedDay[] = await allRows(days, { index: 'bundle', equals: keyOf(client, id) })
    return rows.flatMap(({ numbers }) => numbers).sort()
  }
  for (const bundle of await allRows(collections.bundles)) {
    const { client, id, name, status, lastModified, uploaded } = bundle
    const shown = { client, id, name, status, lastModified }
    const monitored = await listOf(collections.monitoredDays, bundle)
    const people = uploaded ? await listOf(collections.uploadedDays, bundle) : monitored
    const before = monitored.length > 0 && { monitored }
    if (uploaded) entries.push({ ...shown, people, ...before })
    else if (status === 'MISSING') entries.push({ ...shown, ...before })
    else entries.push({ ...shown, ...(people.length > 0 && { people }) })
  }
  return entries
}
