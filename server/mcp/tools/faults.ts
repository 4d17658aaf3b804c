/** Faults that shall happen. */
import type { FaultDeclaration } from '../../../src/faults/faults.ts'
import { defineTool, objectSchema } from '../tool.ts'
import { count, listOf, simulator, text } from './schemas.ts'

export const faultsList = defineTool('faults_list', {
  title: 'List faults',
  description: 'Lists the declared faults that can still happen, with how often each has happened.',
  effect: 'reads',
  output: { faults: listOf({ id: text, simulator: text, fault: text, matched: count }) },
  async run(_, { twin }) {
    const faults = await twin.control.faults.list()
    return { text: `${faults.length} faults can still happen.`, data: { faults } }
  },
})

const duration = { type: 'string', optional: true } as const

export const faultAdd = defineTool('fault_add', {
  title: 'Declare a fault',
  description:
    'Declares that something goes wrong. For an operation: status (a documented error instead of the answer), delay, slow-body, truncated-body, reset (connection breaks, nothing done), response-lost (done, but the answer is lost). For webhook messages: duplicate, reorder, drop, receiver-down, wrong-secret, before-response, delay-delivery, stale-timestamp. Without times, probability or for, it stays until it is cleared. Delays pass on the clock of the twin: while that stands still, an answer waits until clock_advance.',
  effect: 'acts',
  input: {
    simulator,
    fault: {
      enum: [
        'status',
        'delay',
        'slow-body',
        'truncated-body',
        'reset',
        'response-lost',
        'duplicate',
        'reorder',
        'drop',
        'receiver-down',
        'wrong-secret',
        'before-response',
        'delay-delivery',
        'stale-timestamp',
      ],
      description: 'What goes wrong',
    },
    operation: { ...text, optional: true, description: 'operationId; for faults of operations' },
    event: {
      ...text,
      optional: true,
      description: 'Webhook event; for faults of messages, all events if left out',
    },
    status: { type: 'integer', optional: true, description: 'HTTP status; for the fault status' },
    force: {
      type: 'boolean',
      optional: true,
      description: 'Allows a status that the contract does not have',
    },
    delay: {
      optional: true,
      description:
        'For the fault delay: a duration such as "PT5S", {"from":"PT1S","to":"PT9S"} for any between, or {"median":"PT1S","sigma":0.5} for a lognormal one',
    },
    during: {
      ...duration,
      description: 'For slow-body: the time over which the body is sent, such as PT10S',
    },
    by: { ...duration, description: 'For delay-delivery and stale-timestamp: how much, such as PT1H' },
    times: { type: 'integer', optional: true, description: 'How many requests or attempts it hits' },
    probability: { type: 'number', optional: true, description: 'From 0 to 1, drawn by the seed' },
    for: { ...duration, description: 'How long it lasts on the clock of the twin, such as PT10M' },
  },
  output: { fault: objectSchema({ id: text, simulator: text, fault: text, matched: count }, false) },
  async run(declaration, { twin }) {
    const fault = await twin.control.faults.add(declaration as unknown as FaultDeclaration)
    return { text: `The fault ${fault.id} is declared.`, data: { fault } }
  },
})

export const faultsClear = defineTool('faults_clear', {
  title: 'Clear faults',
  description: 'Ends one declared fault, or all of them, before it has happened as often as it could.',
  effect: 'acts',
  input: { id: { ...text, optional: true, description: 'Id such as f1; all faults if left out' } },
  output: { left: { ...count, description: 'Faults that can still happen' } },
  async run({ id }, { twin }) {
    await twin.control.faults.clear(id)
    const left = (await twin.control.faults.list()).length
    return {
      text: id === undefined ? 'All faults are cleared.' : `The fault ${id} is cleared.`,
      data: { left },
    }
  },
})
