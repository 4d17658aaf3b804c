/** The webhooks of clients, which are registered on the provider's account pages, not by an operation (PM-09). */
import { allRows, UsageError, webhookUrlProblem } from 'tvilling'
import { has } from './clients.ts'
import type { ApiContext, Webhook } from './states.ts'

const SECRET_BYTES = 32

/**
 * Registers a webhook. An id and a secret that are not given are drawn.
 * @throws UsageError if there is no such client, if it has not bought the addon (PM-09), or if nobody can send to the URL.
 */
export async function registerWebhook(
  { client: owner, id, url, secret }: { client: string; id?: string; url: string; secret?: string },
  context: ApiContext,
): Promise<Webhook> {
  const client = await context.auth.client(owner)
  if (!client) throw new UsageError(`There is no client "${owner}" in person-monitoring.`, 404)
  if (!has('webhookAddon', client)) throw new UsageError(`${owner} has no webhooks: they need an addon.`, 409)
  const problem = webhookUrlProblem(url)
  if (problem) throw new UsageError(`The URL of a webhook ${problem}: ${url}`)
  const webhook = {
    client: owner,
    id: id ?? context.random.uuid(),
    url,
    secret: secret ?? context.random.token(SECRET_BYTES),
  }
  await context.collections.webhooks.put(webhook)
  return webhook
}

/** All webhooks of a client, in order of registration. */
export async function webhooksOf(client: string, { collections }: ApiContext): Promise<Webhook[]> {
  return allRows(collections.webhooks, { index: 'client', equals: client })
}
