/** The calls that the checks of Consumer Intelligence use. */
import type { Call, VerifySession } from 'tvilling'
import { fetchPage, walk } from './pages.ts'

export type Row = Record<string, unknown>

export const consumer = (session: VerifySession, consumerId: string, subject = 'known') => ({
  market: 'SE',
  consumerId,
  data: { legalId: session.subject(subject) },
})

/** Uploads consumers and deletes them when the check has ended. */
export function upload(session: VerifySession, ...batch: ReturnType<typeof consumer>[]) {
  session.afterwards(() => remove(session, ...batch.map(({ consumerId }) => consumerId)))
  return session.expect(202, { operation: 'uploadConsumers', body: batch })
}

export const remove = (session: VerifySession, ...consumerIds: string[]) =>
  session.expect(202, { operation: 'deleteConsumers', body: { consumerIds } })

export const listed = async (session: VerifySession, ids: readonly string[], state?: string) => {
  const query = { pageSize: '1000', ...(state && { state }) }
  const { rows } = await walk(session, { operation: 'listConsumers', query })
  return rows.filter(({ consumerId }) => ids.includes(String(consumerId)))
}

/** Lets time pass until all of them are IDENTIFIED or NOT_IDENTIFIED. */
export const settled = (session: VerifySession, ids: readonly string[]) =>
  session.until('consumers to be identified', 'PT30M', 'PT30S', async () => {
    const rows = await listed(session, ids)
    const done = rows.every(({ state }) => state === 'IDENTIFIED' || state === 'NOT_IDENTIFIED')
    return done && rows.length === ids.length ? rows : undefined
  })

export const webhookBody = (session: VerifySession) => ({
  url: session.subject('receiver'),
  events: ['PING'],
  description: 'verify',
})

export async function createWebhook(session: VerifySession): Promise<Row> {
  const { response } = await session.expect(201, { operation: 'createWebhook', body: webhookBody(session) })
  const webhook = response.body as Row
  session.afterwards(() => session.call(deleteWebhook(webhook['id'])))
  return webhook
}

export const deleteWebhook = (id: unknown): Call => ({
  operation: 'deleteWebhook',
  path: { id: String(id) },
})

export const find = (session: VerifySession, subject: string, market = 'SE'): Call => ({
  operation: 'findPerson',
  path: { market },
  body: { legalId: session.subject(subject) },
})

/** The GEDI of a subscribed person; if there is none, of a person found by a search. */
export async function knownGedi(session: VerifySession): Promise<string> {
  const { data } = await fetchPage(session, { operation: 'listSubscribedPersons' })
  const [person = (await session.expect(200, find(session, 'known'))).response.body as Row] = data
  return String((person['metadata'] as Row)['gedi'])
}
