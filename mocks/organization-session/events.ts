/** The webhook messages: their receivers, their content and how they are sent (OS-05, OS-06, OS-18). */

import { type DeliveryProtocol, defineEvents, UsageError } from 'tvilling'
import type { ApiContext, ReportName, Schemas, Session, Types } from './states.ts'

type WebhookStatus = Schemas['WebhookStatus']

/** Messages are unsigned, and are sent again unless the answer is 200 (OS-06, OS-18). */
export const protocol: DeliveryProtocol<Types['settings'], Types['webhooks']> = {
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

/** What a message reports; for a ready report, with its name. */
export type Happening =
  | { status: Exclude<WebhookStatus, 'ReportReady'> }
  | { status: 'ReportReady'; report: ReportName }

/**
 * Sends a message to each webhook of a session that asked for it. Each gets its messages in order (OS-05, OS-06), and
 * AllDone when nothing before it is to be sent any more (OS-27).
 */
export async function publish(session: Session, happening: Happening, context: ApiContext): Promise<number> {
  const { status: event } = happening
  const wanting = session.webhooks
    .map((webhook, index) => ({ ...webhook, subscription: `${session.id}:${index}` }))
    .filter(({ events }) => events.includes(event))
  if (wanting.length === 0) return 0
  const id = context.random.uuid()
  const body = { sessionId: session.id, ...happening, timestamp: context.clock.iso() }
  for (const { subscription, url } of wanting) {
    const message = { subscription, url, secret: '', event, id, body }
    await context.deliver(event === 'AllDone' ? { ...message, afterOthers: true } : message)
  }
  return wanting.length
}

const sessionId = { type: 'string', description: 'id of the session' } as const
const report = { type: 'string', enum: ['aml', 'certificate'], default: 'aml' } as const

/** Events that a test can fire. The session itself does not change. */
export const firedEvents = defineEvents<Types>()({
  JsonDataReady: {
    about: 'Says that the JSON is ready, to those webhooks of the session that asked for it.',
    parameters: { sessionId },
    fire: ({ sessionId }, context) => fire(sessionId, { status: 'JsonDataReady' }, context),
  },
  ReportReady: {
    about: 'Says that a report is ready.',
    parameters: { sessionId, report },
    fire: ({ sessionId, report }, context) => fire(sessionId, { status: 'ReportReady', report }, context),
  },
  AllDone: {
    about: 'Says that the session is done.',
    parameters: { sessionId },
    fire: ({ sessionId }, context) => fire(sessionId, { status: 'AllDone' }, context),
  },
  Failed: {
    about: 'Says that the session was cancelled.',
    parameters: { sessionId },
    fire: ({ sessionId }, context) => fire(sessionId, { status: 'Failed' }, context),
  },
})

async function fire(
  sessionId: string,
  happening: Happening,
  context: ApiContext,
): Promise<Record<string, unknown>> {
  const session = await context.collections.sessions.get(sessionId)
  if (!session) throw new UsageError(`There is no session "${sessionId}".`, 404)
  return { event: happening.status, webhooks: await publish(session, happening, context) }
}
