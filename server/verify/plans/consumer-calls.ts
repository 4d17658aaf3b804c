/** Calls of Consumer Intelligence that its checks are made of. */
import type { Call, VerifySession } from '../plan.ts'
import { fetchPage, walk } from './pages.ts'

export type Row = Record<string, unknown>

export const consumer = (visit: VerifySession, consumerId: string, subject = 'known') => ({
  market: 'SE',
  consumerId,
  data: { legalId: visit.subject(subject) },
})

/** They are deleted when the check has ended. */
export function upload(visit: VerifySession, ...batch: ReturnType<typeof consumer>[]) {
  visit.afterwards(() => remove(visit, ...batch.map(({ consumerId }) => consumerId)))
  return visit.expect(202, { operation: 'uploadConsumers', body: batch })
}

export const remove = (visit: VerifySession, ...consumerIds: string[]) =>
  visit.expect(202, { operation: 'deleteConsumers', body: { consumerIds } })

export const listed = async (visit: VerifySession, ids: readonly string[], state?: string) => {
  const query = { pageSize: '1000', ...(state && { state }) }
  const { rows } = await walk(visit, { operation: 'listConsumers', query })
  return rows.filter(({ consumerId }) => ids.includes(String(consumerId)))
}

/** Lets time pass until all of them are identified, or known not to be. */
export const settled = (visit: VerifySession, ids: readonly string[]) =>
  visit.until('consumers to be identified', 'PT30M', 'PT30S', async () => {
    const rows = await listed(visit, ids)
    const done = rows.every(({ state }) => state === 'IDENTIFIED' || state === 'NOT_IDENTIFIED')
    return done && rows.length === ids.length ? rows : undefined
  })

export const webhookBody = (visit: VerifySession) => ({
  url: visit.subject('receiver'),
  events: ['PING'],
  description: 'verify',
})

export async function createWebhook(visit: VerifySession): Promise<Row> {
  const { response } = await visit.expect(201, { operation: 'createWebhook', body: webhookBody(visit) })
  const webhook = response.body as Row
  visit.afterwards(() => visit.call(deleteWebhook(webhook['id'])))
  return webhook
}

export const deleteWebhook = (id: unknown): Call => ({
  operation: 'deleteWebhook',
  path: { id: String(id) },
})

export const find = (visit: VerifySession, subject: string, market = 'SE'): Call => ({
  operation: 'findPerson',
  path: { market },
  body: { legalId: visit.subject(subject) },
})

/** A GEDI that the target knows: of somebody subscribed, or else of somebody found. */
export async function knownGedi(visit: VerifySession): Promise<string> {
  const { data } = await fetchPage(visit, { operation: 'listSubscribedPersons' })
  const [person = (await visit.expect(200, find(visit, 'known'))).response.body as Row] = data
  return String((person['metadata'] as Row)['gedi'])
}
