/** What the other Consumer Intelligence keeps of one client: its consumers and people, and what it tells its webhooks. */
import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { astrid, type Json, type KnownPerson, showAddress } from './people.ts'

export const IDENTIFYING_AFTER = 200
export const IDENTIFIED_AFTER = 1_200
const LIFE_EVENT_AFTER = 200
const RETRY = 300

export interface Consumer {
  consumerId: string
  market: string
  data: Json
  at: number
  /** The person, as soon as it is known whether there is one. */
  known?: KnownPerson | undefined
}

export interface Webhook {
  id: string
  url: string
  events: string[]
  description?: string
  secret: string
}

export type Account = ReturnType<typeof openAccount>

export function openAccount() {
  const consumers = new Map<string, Consumer>()
  const people = new Map<string, KnownPerson>()
  const webhooks = new Map<string, Webhook>()
  const events: Json[] = []
  /** The gedi of the subscribed people, the one that changed last at the end. */
  const subscribed: string[] = []
  let sending = Promise.resolve()

  function tell(type: string, members: Json = {}): void {
    const event = { type, id: randomUUID(), timestamp: new Date().toISOString(), ...members }
    events.push(event)
    for (const webhook of webhooks.values()) {
      // One after the other, so that they come in order.
      sending = sending.then(() => deliver(webhook, event))
    }
  }

  async function identify(consumer: Consumer): Promise<void> {
    await wait(IDENTIFYING_AFTER + IDENTIFIED_AFTER)
    const { consumerId, market } = consumer
    const number = consumer.data['nationalId']
    const known = [...people.values(), astrid].find(({ legalId }) => legalId === number)
    consumer.known = known
    if (!known)
      return tell('CONSUMER_NOT_IDENTIFIED', { consumerId, market, sources: ['CUSTOM_SANDBOX', 'SPAR'] })
    const { gedi, source } = known
    tell('CONSUMER_IDENTIFIED', { consumerId, market, gedi, source })
    if (subscribed.includes(gedi)) return
    subscribed.push(gedi)
    tell('PERSON_SUBSCRIBED', { consumers: [consumerId], land: market, person: gedi, register: source })
    await wait(LIFE_EVENT_AFTER)
    const prediction = {
      phase: 'PREDICT',
      trigger: 'SINGLE_TO_COUPLE',
      probability: 75,
      withinEstimatedDays: 120,
    }
    tell('LIFE_EVENT', { market, gedi, consumerIds: idsOf(gedi), ...prediction })
  }

  const idsOf = (gedi: string) =>
    [...consumers.values()].filter(({ known }) => known?.gedi === gedi).map(({ consumerId }) => consumerId)

  return {
    consumers,
    people,
    webhooks,
    events,
    subscribed,

    upload(consumerId: string, market: string, data: Json): void {
      const consumer = { consumerId, market, data, at: Date.now() }
      consumers.set(consumerId, consumer)
      tell('CONSUMER_UPLOADED', { consumerId, market })
      void identify(consumer)
    },

    remove(consumerId: string): void {
      const consumer = consumers.get(consumerId)
      if (!consumer) return
      consumers.delete(consumerId)
      const { market, known } = consumer
      tell('CONSUMER_DELETED', { consumerId, market })
      if (!known || idsOf(known.gedi).length > 0) return
      subscribed.splice(subscribed.indexOf(known.gedi), 1)
      const { gedi, source } = known
      tell('PERSON_UNSUBSCRIBED', { consumers: [consumerId], land: market, person: gedi, register: source })
    },

    async put(person: KnownPerson, id: string): Promise<void> {
      const before = people.get(id)
      people.set(id, person)
      const { gedi, source } = person
      if (!before || !subscribed.includes(gedi)) return
      subscribed.splice(subscribed.indexOf(gedi), 1)
      subscribed.push(gedi)
      const [was, is] = [showAddress(before.address), showAddress(person.address)]
      const jsonPointers = Object.keys(is)
        .filter((member) => was[member] !== is[member])
        .map((member) => `/addresses/0/${member}`)
      tell('PERSON_CHANGED', {
        consumerIds: idsOf(gedi),
        gedi,
        source,
        jsonPointers,
        changedId: randomUUID(),
      })
      await wait(LIFE_EVENT_AFTER)
      const move = { phase: 'TOOK_PLACE', trigger: 'MOVE_URBANIZATION' }
      tell('LIFE_EVENT', { market: 'SE', gedi, consumerIds: idsOf(gedi), ...move })
    },

    addWebhook(webhook: Webhook): void {
      webhooks.set(webhook.id, webhook)
      tell('PING')
    },
  }
}

/** Sends an event, and once more if it is not taken. */
async function deliver({ url, secret }: Webhook, event: Json): Promise<void> {
  const body = JSON.stringify(event)
  const headers = {
    'content-type': 'application/json',
    'CI-SIGNATURE-TIMESTAMP': String(Math.floor(Date.now() / 1_000)),
    'CI-SIGNATURE-SHA256': createHmac('sha256', secret).update(body).digest('hex'),
  }
  const send = () => fetch(url, { method: 'POST', headers, body }).catch(() => undefined)
  if ((await send())?.status === 200) return
  await wait(RETRY)
  await send()
}
