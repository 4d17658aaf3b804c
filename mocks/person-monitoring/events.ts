/** Which changes send a message, its content, and how it is sent (PM-12 to PM-16, PM-22). */

import { createHmac } from 'node:crypto'
import { type DeliveryProtocol, defineEvents, type PopulationChange, UsageError } from 'tvilling'
import type { components } from '../../contracts/person-monitoring/types.gen.ts'
import type { Person } from '../../fixtures/index.ts'
import { isMonitored } from './bundles.ts'
import { bundlesHolding } from './monitored-list.ts'
import { attributesOf, differenceBetween, type PersonDifference } from './person-attributes.ts'
import { type ApiContext, keyOf, type Types } from './states.ts'
import { webhooksOf } from './webhooks.ts'

type Payload = components['schemas']['PersonEventPayload']

/** Name of the webhook in the contract. The type in the messages is the setting `eventType`. */
const EVENT = 'populationRegisterSe'
const VERSION = '1.0'

const inSeconds = (instant: number) => Math.floor(instant / 1_000)

interface Sending {
  now: number
  settings: Types['settings']
}

/** A body on one line (PM-16), and its signature, which covers the second of sending (PM-14, PM-22). */
function signed(body: object, secret: string, { now, settings }: Sending) {
  const text = JSON.stringify(body)
  const time = inSeconds(now)
  const [timeKey, signatureKey] = settings.signatureKeys
  const signature = createHmac('sha256', secret).update(`${time}.${text}`).digest('hex')
  return {
    headers: {
      'content-type': 'application/json',
      'Roaring-Signature': `${timeKey}=${time},${signatureKey}=${signature}`,
    },
    body: text,
  }
}

/** 200 accepts, 417 declines, and after any other status the message is sent again (PM-13, PM-22). */
function outcome(status: number) {
  if (status === 200) return 'accepted'
  return status === 417 ? 'declined' : 'retry'
}

/** How messages are sent: first a request that asks whether the message is wanted, then the message (PM-13). */
export const protocol: DeliveryProtocol<Types['settings'], Types['webhooks']> = {
  retries: ({ retries }) => retries,
  timeout: ({ webhookTimeout }) => webhookTimeout,
  steps: [
    {
      name: 'continue',
      message({ body, secret }, sending) {
        if (body.requestType === 'continue') return signed(body, secret, sending)
        const { newAttributes, previousAttributes, object, ...question } = body
        return signed({ ...question, requestType: 'continue' }, secret, sending)
      },
      outcome,
    },
    {
      name: 'payload',
      message: ({ body, secret }, sending) => signed(body, secret, sending),
      outcome,
    },
  ],
}

/** Sends a message to each client that monitors a changed person (PM-22). */
export async function peopleChanged(
  { before, after }: PopulationChange<Person>,
  context: ApiContext,
): Promise<void> {
  if (after.market !== 'SE') return
  const difference = differenceBetween(before, after)
  if (difference) await publish(after.number, keyMapOf(after), difference, context)
}

interface Message {
  messageId: string
  client: string
  bundle: string
  url: string
}

/** Sends one message for each bundle that monitors the number, to each webhook of the bundle's client (PM-22, PM-23). */
async function publish(
  number: string,
  keyMap: Payload['keyMap'],
  difference: PersonDifference,
  context: ApiContext,
): Promise<Message[]> {
  const sent: Message[] = []
  for (const key of await bundlesHolding(number, context)) {
    const bundle = await context.collections.bundles.get(key)
    if (!bundle || !isMonitored(bundle, context)) continue
    for (const webhook of await webhooksOf(bundle.client, context)) {
      const messageId = context.random.uuid()
      const { url, secret, client } = webhook
      await context.deliver({
        subscription: keyOf(client, webhook.id),
        url,
        secret,
        event: EVENT,
        id: messageId,
        body: { ...payload(messageId, keyMap, difference, context) },
      })
      sent.push({ messageId, client, bundle: bundle.id, url })
    }
  }
  return sent
}

function payload(
  messageId: string,
  keyMap: Payload['keyMap'],
  { changeType, newAttributes, previousAttributes, object }: PersonDifference,
  { clock, settings }: ApiContext,
): Payload {
  return {
    changeType,
    countryCodes: ['SE'],
    keyMap,
    newAttributes,
    previousAttributes,
    messageId,
    object,
    requestType: 'payload',
    timestamp: inSeconds(clock.now()),
    type: settings.eventType,
    version: VERSION,
  }
}

function keyMapOf({ number, birthDate, firstNames, familyName }: Person): Payload['keyMap'] {
  return { personalNumber: number, birthDate, firstName: firstNames.join(' '), lastName: familyName }
}

const attributes = { type: 'object', default: {} } as const

/** Events that a test can fire. */
export const firedEvents = defineEvents<Types>()({
  [EVENT]: {
    about: 'Says that a monitored person has changed; to really change one, change the person.',
    parameters: {
      number: { type: 'string', pattern: '^[0-9]{12}$', description: 'personal number on the bundle' },
      changeType: { type: 'string', default: 'update' },
      newAttributes: { ...attributes, description: 'what has changed, as it is now' },
      previousAttributes: { ...attributes, description: 'what has changed, as it was' },
    },
    async fire({ number, ...said }, context) {
      const person = await context.populations.people.get(number)
      const object = person ? attributesOf(person, person.protectedIdentity) : { personalNumber: number }
      const keyMap = person ? keyMapOf(person) : { personalNumber: number }
      const messages = await publish(number, keyMap, { ...said, object }, context)
      if (messages.length > 0) return { messages }
      throw new UsageError(
        `Nobody hears of ${number}: it takes a bundle with the number that was APPROVED, and a webhook of its client.`,
        404,
      )
    },
  },
})
