/** Webhook messages. */
import type { DeliveryFilter } from '../../../src/deliveries/delivery.ts'
import { fitting, LARGEST_ANSWER, lastPart } from '../bounds.ts'
import { defineTool } from '../tool.ts'
import { count, instant, limit, listOf, record, records, text } from './schemas.ts'

const filter = {
  simulator: { ...text, optional: true, description: 'Only messages of this simulator' },
  event: { ...text, optional: true, description: 'Only messages of this event' },
  state: {
    enum: ['PENDING', 'DELIVERED', 'DECLINED', 'FAILED', 'BLOCKED', 'DROPPED'],
    optional: true,
    description: 'Only messages in this state',
  },
} as const

export const deliveriesList = defineTool('deliveries_list', {
  title: 'List webhook messages',
  description:
    'Lists the latest webhook messages with their bodies, attempts and the answers of the receiver, oldest first. The answer has up to 40,000 characters; "omitted" says how many older ones did not fit.',
  effect: 'reads',
  input: { ...filter, limit },
  output: {
    deliveries: listOf({
      id: text,
      simulator: text,
      event: text,
      url: text,
      body: record,
      state: text,
      createdAt: instant,
      nextAttemptAt: { ...instant, optional: true },
      attempts: listOf({ at: instant, outcome: text, steps: records }),
    }),
    omitted: { ...count, description: 'Older ones of this list that did not fit' },
    dropped: { ...count, description: 'Finished ones that the twin no longer keeps' },
  },
  async run(wanted, { twin }) {
    const all = await twin.control.deliveries.list(wanted as DeliveryFilter)
    const deliveries = fitting(all.toReversed()).toReversed()
    const dropped = await twin.control.deliveries.dropped()
    return {
      text: `${deliveries.length} webhook messages.`,
      data: { deliveries, omitted: all.length - deliveries.length, dropped },
    }
  },
})

export const deliveriesExplain = defineTool('deliveries_explain', {
  title: 'Explain webhook messages',
  description: `Tells as text which webhook messages were sent, when and with which answers, and what is still to be sent. Use it when a webhook did not arrive. The last ${LARGEST_ANSWER.toLocaleString('en')} characters.`,
  effect: 'reads',
  input: filter,
  output: {
    explanation: text,
    omitted: { ...count, description: 'Characters at the beginning that were left out' },
  },
  async run(wanted, { twin }) {
    const explained = await twin.control.deliveries.explain(wanted as DeliveryFilter)
    const { text, omitted } = lastPart(explained)
    return { text: 'The webhook messages, oldest first.', data: { explanation: text, omitted } }
  },
})

export const deliveriesSettle = defineTool('deliveries_settle', {
  title: 'Wait for webhook messages',
  description:
    'Waits until every webhook message that is due has been sent and its receiver has answered. What is due later waits for clock_advance.',
  effect: 'acts',
  output: {
    pending: { ...count, description: 'Messages that are to be sent later, 1,000 at most' },
  },
  async run(_, { twin }) {
    const { deliveries } = twin.control
    await deliveries.settled()
    const pending = (await deliveries.list({ state: 'PENDING', limit: 1_000 })).length
    return { text: `Nothing is due; ${pending} messages are for later.`, data: { pending } }
  },
})

export const deliveryRedeliver = defineTool('delivery_redeliver', {
  title: 'Send a webhook message again',
  description:
    'Sends one webhook message again now, in whatever state it is: to test that the receiver notices repeats.',
  effect: 'acts',
  input: {
    id: { type: 'string', minLength: 1, description: 'Id of the delivery; deliveries_list shows it' },
  },
  output: { delivery: record },
  async run({ id }, { twin }) {
    const delivery = await twin.control.deliveries.redeliver(id)
    return { text: `${id} is sent again.`, data: { delivery } }
  },
})
