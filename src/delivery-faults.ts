/** What a fault does to a webhook message: it holds it back, or disturbs one attempt to deliver it. */
import { durationOf, type Instant, toIso } from './clock.ts'
import type { DeliveryFault, Faults, MetFault } from './faults.ts'
import { attempt, type Delivery, type Sending } from './webhooks.ts'

const HOLDING = ['reorder', 'delay-delivery'] as const
/** A message meets only one of these. */
const ONCE: readonly string[] = [...HOLDING, 'before-response']
const DISTURBING = ['duplicate', 'drop', 'receiver-down', 'wrong-secret', 'stale-timestamp'] as const

/** The message as it stands when a fault holds it back, or undefined when it may be sent. */
export function heldBack(
  delivery: Delivery,
  faults: Faults,
  now: Instant,
  anotherIsHeld: boolean,
): Delivery | undefined {
  // What was held back once goes when its time comes, and what was tried is not held back.
  if (delivery.attempts.length > 0 || delivery.faults?.some(({ fault }) => ONCE.includes(fault)))
    return undefined
  // The next message is the one that this webhook's held message waits for.
  const met = faults.meetDelivery(delivery, anotherIsHeld ? ['delay-delivery'] : HOLDING)
  if (!met) return undefined
  if (!('by' in met)) return noted({ ...delivery, held: true, nextAttemptAt: undefined }, met)
  return noted({ ...delivery, nextAttemptAt: toIso(now + durationOf(met.by)) }, met)
}

/** The message as it stands after an attempt, which may meet a fault. */
export async function attemptWith(delivery: Delivery, faults: Faults, sending: Sending): Promise<Delivery> {
  const met = faults.meetDelivery(delivery, DISTURBING)
  const known = met ? noted(delivery, met, delivery.attempts.length + 1) : delivery
  const why = `the fault ${met?.id} (${met?.fault}) was declared`
  switch (met?.fault) {
    case undefined:
      return attempt(known, sending)
    case 'drop':
      return attempt(known, { ...sending, unsent: `Lost on the way: ${why}.` })
    case 'receiver-down':
      return attempt(known, { ...sending, unsent: `ECONNREFUSED: ${why}.` })
    case 'stale-timestamp':
      return attempt(known, { ...sending, stamp: sending.now - durationOf(byOf(met)) })
    case 'wrong-secret': {
      const made = await attempt({ ...known, secret: `not ${delivery.secret}` }, sending)
      return { ...made, secret: delivery.secret }
    }
    default: {
      const first = await attempt(known, sending)
      return first.state === 'DELIVERED' ? attempt(first, { ...sending, again: true }) : first
    }
  }
}

/** A message that shall arrive before the answer to the request that caused it, if a fault says so. */
export function isAhead(delivery: Delivery, faults: Faults): Delivery | undefined {
  const met = faults.meetDelivery(delivery, ['before-response'])
  return met && noted(delivery, met, 1)
}

function noted(delivery: Delivery, { id, fault }: MetFault<DeliveryFault>, attempt?: number): Delivery {
  const note = { id, fault, ...(attempt !== undefined && { attempt }) }
  return { ...delivery, faults: [...(delivery.faults ?? []), note] }
}

const byOf = (met: MetFault<DeliveryFault>) => ('by' in met ? met.by : 'PT0S')
