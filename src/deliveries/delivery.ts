/** Webhook deliveries: queued with the change that causes them, sent with real HTTP, retried on the clock. */
import { durationOf, toIso, wallTimeout } from '../harness/clock.ts'
import { letGo } from '../http/messages.ts'
import type { Settings } from '../simulator/settings.ts'
import type { Collection, CollectionDefinition, Store } from '../store/store.ts'
import type { EventBody, EventName, WebhookTypes } from './webhook-types.ts'

/** What a simulator asks to be sent. */
export interface DeliveryRequest<W = WebhookTypes, E extends EventName<W> = EventName<W>> {
  /** Id of the webhook that the message is for; its messages are sent one after the other. */
  subscription: string
  url: string
  secret: string
  /** One of the contract's webhooks. */
  event: E
  /** Id of the event: the same for every webhook and in every attempt. */
  id: string
  /** As the contract has it for the event. */
  body: EventBody<W, E>
}

export type Outcome = 'accepted' | 'declined' | 'retry'

export interface Attempt {
  at: string
  steps: {
    name: string
    headers: Record<string, string>
    status: number | undefined
    error: string | undefined
  }[]
  outcome: Outcome
  /** Set when a fault had a message sent once more that was accepted already. */
  again?: true
}

/** One message with all of its attempts. */
export interface Delivery<W = WebhookTypes> {
  /** Unique: the event's id and the webhook's. */
  id: string
  simulator: string
  subscription: string
  url: string
  secret: string
  event: EventName<W>
  eventId: string
  body: EventBody<W, EventName<W>>
  state: 'PENDING' | 'DELIVERED' | 'DECLINED' | 'FAILED' | 'BLOCKED' | 'DROPPED'
  createdAt: string
  /** Undefined as well while a message is held back until the next one for its webhook was sent. */
  nextAttemptAt: string | undefined
  attempts: Attempt[]
  /** Held back by a fault until the next message for the same webhook was sent. */
  held?: true
  /** The faults that it met, and in which attempt, counted from 1. */
  faults?: { id: string; fault: string; attempt?: number }[]
}

export interface WebhookMessage {
  headers: Record<string, string>
  body: string
}

/** How a provider sends its webhooks. */
export interface DeliveryProtocol<S extends Settings = Settings, W = WebhookTypes> {
  /** Pauses before the second and each further attempt, ISO 8601. */
  retries: (settings: S) => readonly string[]
  /** How long a receiver may take, in time of the wall, ISO 8601. */
  timeout: (settings: S) => string
  /** Requests of one attempt; each is sent when the one before was accepted. */
  steps: readonly {
    name: string
    message: (delivery: Delivery<W>, setting: { now: number; settings: S }) => WebhookMessage
    outcome: (status: number) => Outcome
  }[]
}

export interface DeliveryFilter {
  simulator?: string
  event?: string
  state?: string
  limit?: number
}

const deliveries: CollectionDefinition<Delivery> = {
  key: ({ id }) => id,
  indexes: {
    pending: ({ simulator, subscription, state }) =>
      state === 'PENDING' ? `${simulator}/${subscription}` : undefined,
    held: ({ simulator, subscription, state, held }) =>
      held && state === 'PENDING' ? `${simulator}/${subscription}` : undefined,
  },
  secret: ['secret'],
}

export function isWanted(
  delivery: Pick<Delivery, 'simulator' | 'event' | 'state'>,
  { simulator, event, state }: DeliveryFilter,
): boolean {
  return (
    (simulator === undefined || delivery.simulator === simulator) &&
    (event === undefined || delivery.event === event) &&
    (state === undefined || delivery.state === state)
  )
}

/** Name of the work that a webhook's messages are, in the queue of jobs. */
export const laneOf = (subscription: string) => `webhook:${subscription}`

export const deliveryStoreOf = (store: Store): Collection<Delivery> =>
  store.collection('deliveries', deliveries)

export function newDelivery(simulator: string, request: DeliveryRequest, now: number): Delivery {
  const { subscription, url, secret, event, id, body } = request
  return {
    id: `${id}.${subscription}`,
    simulator,
    subscription,
    url,
    secret,
    event,
    eventId: id,
    body,
    state: 'PENDING',
    createdAt: toIso(now),
    nextAttemptAt: toIso(now),
    attempts: [],
  }
}

export interface Sending {
  protocol: DeliveryProtocol
  settings: Settings
  now: number
  send: typeof fetch
  allow: (url: URL) => boolean
  /** Why nothing is sent in this attempt, which fails. */
  unsent?: string
  /** The time that the message bears, when it is not that of the attempt. */
  stamp?: number
  /** The message was accepted and is sent once more. */
  again?: true
}

/** Makes one attempt and tells how the delivery stands after it. Never throws: a receiver's fault is recorded. */
export async function attempt(delivery: Delivery, sending: Sending): Promise<Delivery> {
  const { protocol, settings, now, allow, stamp = now, unsent, again } = sending
  if (!allow(new URL(delivery.url))) {
    const steps = [
      { name: 'blocked', headers: {}, status: undefined, error: 'The host is not on the allow-list.' },
    ]
    const made: Attempt = { at: toIso(now), steps, outcome: 'declined' }
    return {
      ...delivery,
      state: 'BLOCKED',
      nextAttemptAt: undefined,
      attempts: [...delivery.attempts, made],
    }
  }
  const steps: Attempt['steps'] = []
  let outcome: Outcome = 'accepted'
  for (const step of protocol.steps) {
    const message = step.message(delivery, { now: stamp, settings })
    const result =
      unsent === undefined ? await post(delivery.url, message, sending) : { status: undefined, error: unsent }
    steps.push({ name: step.name, headers: message.headers, ...result })
    outcome = result.status === undefined ? 'retry' : step.outcome(result.status)
    if (outcome !== 'accepted') break
  }
  const attempts = [...delivery.attempts, { at: toIso(now), steps, outcome, ...(again && { again }) }]
  // The provider knows nothing of what a fault had sent once more.
  const tries = attempts.filter((made) => !made.again).length
  const pause = outcome === 'retry' && !again ? protocol.retries(settings)[tries - 1] : undefined
  return {
    ...delivery,
    attempts,
    state: again ? delivery.state : stateAfter(outcome, pause),
    nextAttemptAt: pause === undefined ? undefined : toIso(now + durationOf(pause)),
  }
}

function stateAfter(outcome: Outcome, pause: string | undefined): Delivery['state'] {
  if (outcome === 'accepted') return 'DELIVERED'
  if (outcome === 'declined') return 'DECLINED'
  return pause === undefined ? 'FAILED' : 'PENDING'
}

async function post(
  url: string,
  { headers, body }: WebhookMessage,
  { send, protocol, settings }: Sending,
): Promise<{ status: number | undefined; error: string | undefined }> {
  try {
    const signal = wallTimeout(durationOf(protocol.timeout(settings)))
    const response = await send(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    letGo(response.body)
    return { status: response.status, error: undefined }
  } catch (error) {
    return { status: undefined, error: describe(error as Error) }
  }
}

function describe(error: Error): string {
  const cause = error.cause as { code?: string; message?: string } | undefined
  return cause?.code ?? cause?.message ?? error.message
}
