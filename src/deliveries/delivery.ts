/** A webhook message with all of its attempts. */
import { toIso } from '../harness/clock.ts'
import type { EventBody, EventName, WebhookTypes } from './webhook-types.ts'

/** A message that a simulator wants to send. */
export interface DeliveryRequest<W = WebhookTypes, E extends EventName<W> = EventName<W>> {
  /** Id of the webhook that the message is for; its messages are sent one after the other. */
  subscription: string
  url: string
  secret: string
  /** One of the contract's webhooks. */
  event: E
  /** Id of the event: the same for every webhook and in every attempt. */
  id: string
  /** As the contract defines it for the event. */
  body: EventBody<W, E>
  /** Not sent before each earlier message for the same webhook was accepted or given up. */
  afterOthers?: true
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
  /** `unknown` if it has begun: it is under way, or was interrupted when its process was killed. */
  outcome: Outcome | 'unknown'
  /** Set if the attempt before it was interrupted: the receiver may have got the message already. */
  mayRepeat?: true
  /** Set if a fault repeated a message that was already accepted. */
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
  /** Also undefined while the message is held back until the next one for its webhook was sent. */
  nextAttemptAt: string | undefined
  attempts: Attempt[]
  /** Ids of the earlier messages for the same webhook that must be accepted or given up before this one is sent. */
  after?: readonly string[]
  /** The `traceparent` of the exchange that it comes from, if that is traced. It is not sent. */
  trace?: string
  /** Held back, by a fault or because it comes after others, until a message for the same webhook was sent. */
  held?: true
  /** The faults that matched it, and in which attempt, counted from 1. */
  faults?: { id: string; fault: string; attempt?: number }[]
}

/** An attempt as an advance of the clock reports it. */
export interface SentDelivery {
  at: string
  id: string
  simulator: string
  event: string
  url: string
  attempt: number
  state: string
  status: number | undefined
  error: string | undefined
}

/** An attempt as it was made, for metrics and traces. */
export interface ObservedAttempt extends SentDelivery {
  outcome: Attempt['outcome']
  /** The `traceparent` of the exchange that the message comes from. */
  trace: string | undefined
  /** Milliseconds of the wall clock: receivers answer in real time. */
  began: number
  ended: number
}

export interface DeliveryFilter {
  simulator?: string
  event?: string
  state?: string
  limit?: number
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

/**
 * @param earlier the unsent messages for the same webhook.
 * @param trace the `traceparent` of the exchange that it comes from.
 */
export function newDelivery(
  simulator: string,
  request: DeliveryRequest,
  now: number,
  earlier: readonly Delivery[] = [],
  trace?: string,
): Delivery {
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
    ...(trace !== undefined && { trace }),
    ...(earlier.length > 0 && { after: earlier.map((delivery) => delivery.id) }),
  }
}
