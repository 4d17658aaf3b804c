/** Applies faults to webhook messages: a fault holds a message back, or disturbs one attempt to deliver it. */

import type { DeliveryFault, Faults, MatchedFault } from '../faults/faults.ts'
import { durationOf, type Instant, toIso } from '../harness/clock.ts'
import { attempt, type Sending } from './attempt.ts'
import type { Delivery } from './delivery.ts'

const HOLDING = ['reorder', 'delay-delivery'] as const
/** At most one of these applies to a message. */
const ONCE: readonly string[] = [...HOLDING, 'before-response']
const DISTURBING = ['duplicate', 'drop', 'receiver-down', 'wrong-secret', 'stale-timestamp'] as const

/** The message as it is stored when a fault holds it back; undefined if it may be sent. */
export function heldBack(
  delivery: Delivery,
  faults: Pick<Faults, 'matchDelivery'>,
  now: Instant,
  anotherIsHeld: boolean,
): Delivery | undefined {
  // A message is held back at most once, and not after its first attempt.
  if (delivery.attempts.length > 0 || delivery.faults?.some(({ fault }) => ONCE.includes(fault)))
    return undefined
  // This message is the one that the webhook's held message waits for.
  const matched = faults.matchDelivery(delivery, anotherIsHeld ? ['delay-delivery'] : HOLDING)
  if (!matched) return undefined
  if (!('by' in matched)) return noted({ ...delivery, held: true, nextAttemptAt: undefined }, matched)
  return noted({ ...delivery, nextAttemptAt: toIso(now + durationOf(matched.by)) }, matched)
}

/** The fault that disturbs the next attempt, if there is one. It counts as matched. */
export const disturbing = (delivery: Delivery, faults: Pick<Faults, 'matchDelivery'>) =>
  faults.matchDelivery(delivery, DISTURBING)

/** The message as it is stored after an attempt, to which a fault may apply. */
export async function attemptWith(
  delivery: Delivery,
  matched: MatchedFault<DeliveryFault> | undefined,
  sending: Sending,
): Promise<Delivery> {
  const known = matched ? noted(delivery, matched, delivery.attempts.length + 1) : delivery
  const why = `the fault ${matched?.id} (${matched?.fault}) was declared`
  switch (matched?.fault) {
    case undefined:
      return attempt(known, sending)
    case 'drop':
      return attempt(known, { ...sending, unsent: `Lost on the way: ${why}.` })
    case 'receiver-down':
      return attempt(known, { ...sending, unsent: `ECONNREFUSED: ${why}.` })
    case 'stale-timestamp':
      return attempt(known, { ...sending, stamp: sending.now - durationOf(byOf(matched)) })
    case 'wrong-secret': {
      const attempted = await attempt({ ...known, secret: `not ${delivery.secret}` }, sending)
      return { ...attempted, secret: delivery.secret }
    }
    default: {
      const first = await attempt(known, sending)
      return first.state === 'DELIVERED' ? attempt(first, { ...sending, again: true }) : first
    }
  }
}

/** The message, if a fault makes it arrive before the answer to the request that caused it. */
export function isAhead(delivery: Delivery, faults: Pick<Faults, 'matchDelivery'>): Delivery | undefined {
  const matched = faults.matchDelivery(delivery, ['before-response'])
  return matched && noted(delivery, matched, 1)
}

function noted(delivery: Delivery, { id, fault }: MatchedFault<DeliveryFault>, attempt?: number): Delivery {
  const note = { id, fault, ...(attempt !== undefined && { attempt }) }
  return { ...delivery, faults: [...(delivery.faults ?? []), note] }
}

const byOf = (matched: MatchedFault<DeliveryFault>) => ('by' in matched ? matched.by : 'PT0S')
