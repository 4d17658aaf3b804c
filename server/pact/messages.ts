/** Message pacts: finds the webhook message that a pact expects among those that were sent. */
import type { Control, ShownDelivery } from '../../src/control/control.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { endInteraction } from './states.ts'

/** What a verifier posts to get a message. The provider states in it are already set up. */
export interface MessageRequest {
  description: string
}

/** Signs messages for pacts, which do not know the secret of a webhook. */
const PACT_SECRET = 'tvilling'

/**
 * The latest message of the event in the description, as it is sent; its headers are the metadata.
 * @param simulators those of the harness; the ones of the package if they are left out.
 * @throws UsageError if no such message was sent.
 */
export async function pactMessage(
  control: Control,
  { description }: MessageRequest,
  simulators?: readonly Simulator[],
) {
  endInteraction(control)
  const delivery = pick(description, await control.deliveries.list(), await eventsOf(control))
  const { headers, body } = await asSent(control, delivery, description, simulators)
  const metadata = {
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    contentType: headers['content-type'] ?? 'application/json',
    event: delivery.event,
  }
  return {
    status: 200 as const,
    headers: { 'pact-message-metadata': Buffer.from(JSON.stringify(metadata)).toString('base64') },
    body,
  }
}

async function eventsOf(control: Control): Promise<string[]> {
  const names = (await control.simulators.list()).map(({ name }) => name)
  const documents = await Promise.all(names.map((name) => control.contract(name)))
  return documents.flatMap(({ webhooks }) => Object.keys(webhooks ?? {}))
}

function pick(
  description: string,
  deliveries: readonly ShownDelivery[],
  events: readonly string[],
): ShownDelivery {
  const sent = [...new Set(deliveries.map(({ event }) => event))]
  if (sent.length === 0) {
    throw new UsageError(
      'No webhook message was sent in this state: the pact needs states that register a webhook and cause the ' +
        'event, such as webhook-registered and event-fired.',
      409,
    )
  }
  const named = [...new Set([...sent, ...events])].filter((event) => names(description, event))
  const found = deliveries.findLast(({ event }) => named.includes(event))
  if (found) return found
  if (named.length === 0 && sent.length === 1) return deliveries.at(-1) as ShownDelivery
  throw new UsageError(
    named.length === 0
      ? `Several events were sent (${sent.join(', ')}): name the one that is meant in the description.`
      : `The description names ${named.join(', ')}, but in this state only ${sent.join(', ')} was sent.`,
    409,
  )
}

function names(description: string, event: string): boolean {
  const words = description.split(/[^\w.-]+/).map((word) => word.replace(/\.+$/, '').toLowerCase())
  return words.includes(event.toLowerCase())
}

/** The message in the provider's protocol; if that has several steps, the step in the description. */
async function asSent(
  control: Control,
  delivery: ShownDelivery,
  description: string,
  simulators: readonly Simulator[] | undefined,
) {
  const known = simulators ?? (await import('../../mocks/simulators.ts')).simulators
  const protocol = known.find(({ name }) => name === delivery.simulator)?.definition.webhooks
  const step = protocol?.steps.find(({ name }) => names(description, name)) ?? protocol?.steps.at(-1)
  if (!step) return { headers: {} as Record<string, string>, body: delivery.body }
  const running = (await control.simulators.list()).find(({ name }) => name === delivery.simulator)
  const message = step.message(
    { ...delivery, secret: PACT_SECRET },
    { now: Date.parse(delivery.createdAt), settings: (running?.settings ?? {}) as never },
  )
  return { headers: message.headers, body: JSON.parse(message.body) as Record<string, unknown> }
}
