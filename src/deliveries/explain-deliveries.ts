/** Webhook messages as readable text, for the output of a failed test. */
import { type Delivery, type DeliveryFilter, isWanted } from './delivery.ts'

type Shown = Omit<Delivery, 'secret'>

/**
 * What was sent and when, the answers, and what is still to be sent: one paragraph per message, oldest first. If nothing
 * matches the filter, it lists what there is.
 */
export function explainDeliveries(all: readonly Shown[], filter: DeliveryFilter = {}): string {
  const wanted = all.filter((delivery) => isWanted(delivery, filter))
  if (wanted.length > 0)
    return wanted
      .slice(-(filter.limit ?? wanted.length))
      .map(explain)
      .join('\n')
  const { simulator, event, state } = filter
  const sought = [
    simulator && `of ${simulator}`,
    event && `with the event ${event}`,
    state && `that is ${state}`,
  ]
  const none = ['No message', ...sought].filter(Boolean).join(' ')
  return all.length === 0
    ? `${none}: none was queued at all.`
    : `${none}. There is:\n${all.map(explain).join('\n')}`
}

function explain({ id, simulator, event, url, state, createdAt, attempts, ...rest }: Shown): string {
  const { nextAttemptAt, held, after, faults = [] } = rest
  const lines = [`${event} of ${simulator} to ${url}: ${state}`, `   ${createdAt} queued as ${id}`]
  attempts.forEach(({ at, steps, outcome, mayRepeat, again }, index) => {
    const made = steps.map(({ name, status, error }) => `${name} -> ${status ?? error}`).join(', ')
    const answers = outcome === 'unknown' ? 'begun, its outcome is unknown' : made
    const matched = faults.filter(({ attempt }) => attempt === index + 1).map(named)
    const notes = [
      ...(mayRepeat ? [`may repeat attempt ${index}`] : []),
      ...(again ? ['once more'] : []),
      ...matched,
    ]
    lines.push(`   ${at} attempt ${index + 1}: ${answers}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`)
  })
  const earlier = faults.filter(({ attempt }) => attempt === undefined)
  if (earlier.length > 0) lines.push(`   held back by ${earlier.map(named).join(', ')}`)
  if (held && state === 'PENDING') {
    const waits = after ? 'when those before it were accepted or given up' : 'after the next message'
    lines.push(`   to come: ${waits} for this webhook`)
  } else if (attempts.at(-1)?.outcome === 'unknown' && state === 'PENDING') {
    lines.push(`   to come: that outcome, or attempt ${attempts.length + 1}, which may repeat it`)
  } else if (nextAttemptAt) lines.push(`   to come: attempt ${attempts.length + 1} at ${nextAttemptAt}`)
  return lines.join('\n')
}

const named = ({ id, fault }: { id: string; fault: string }) => `fault ${id}, ${fault}`
