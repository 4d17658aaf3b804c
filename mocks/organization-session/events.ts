/** Which webhooks there are, who gets them, what they say and how they are sent (OS-05, OS-06, OS-18). */

import { type DeliveryProtocol, type EventDefinition, UsageError } from 'tvilling'
import type { ApiContext, ReportName, Schemas, Session, settings } from './states.ts'

type WebhookStatus = Schemas['WebhookStatus']

/** Unsigned, and sent again unless the answer is 200 (OS-06, OS-18). */
export const protocol: DeliveryProtocol<typeof settings> = {
  retries: ({ retries }) => retries,
  timeout: ({ webhookTimeout }) => webhookTimeout,
  steps: [
    {
      name: 'event',
      message: ({ body }) => ({
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      outcome: (status) => (status === 200 ? 'accepted' : 'retry'),
    },
  ],
}

/** Tells those webhooks of a session that asked for it; each hears in order (OS-05, OS-06). */
export async function publish(
  session: Session,
  event: WebhookStatus,
  context: ApiContext,
  report?: ReportName,
): Promise<number> {
  const wanting = session.webhooks
    .map((webhook, index) => ({ ...webhook, subscription: `${session.id}:${index}` }))
    .filter(({ events }) => events.includes(event))
  if (wanting.length === 0) return 0
  const id = context.random.uuid()
  const body = {
    sessionId: session.id,
    status: event,
    ...(report && { report }),
    timestamp: context.clock.iso(),
  }
  for (const { subscription, url } of wanting) {
    await context.deliver({ subscription, url, secret: '', event, id, body })
  }
  return wanting.length
}

const sessionId = { type: 'string', description: 'id of the session' }
const report = { type: 'string', enum: ['aml', 'certificate'], default: 'aml' }

/** Events that a test can fire on command; the session itself stays as it is. */
export const firedEvents: Record<string, EventDefinition<ApiContext>> = {
  JsonDataReady: {
    about: 'Says that the JSON is ready, to those webhooks of the session that asked for it.',
    parameters: { sessionId },
    fire: (parameters, context) => fire('JsonDataReady', parameters, context),
  },
  ReportReady: {
    about: 'Says that a report is ready.',
    parameters: { sessionId, report },
    fire: (parameters, context) => fire('ReportReady', parameters, context),
  },
  AllDone: {
    about: 'Says that the session is done.',
    parameters: { sessionId },
    fire: (parameters, context) => fire('AllDone', parameters, context),
  },
  Failed: {
    about: 'Says that the session was cancelled.',
    parameters: { sessionId },
    fire: (parameters, context) => fire('Failed', parameters, context),
  },
}

async function fire(
  event: WebhookStatus,
  { sessionId, report }: { sessionId: string; report?: ReportName },
  context: ApiContext,
): Promise<Record<string, unknown>> {
  const session = await context.collections.sessions.get(sessionId)
  if (!session) throw new UsageError(`There is no session "${sessionId}".`, 404)
  return { event, webhooks: await publish(session, event, context, report) }
}
