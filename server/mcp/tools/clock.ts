/** The twin's clock. */
import { UsageError } from '../../../src/control/usage-error.ts'
import { fitting, LARGEST_ANSWER, LONGEST_LIST } from '../bounds.ts'
import { defineTool } from '../tool.ts'
import { count, instant, listOf, text } from './schemas.ts'

const reading = {
  now: instant,
  mode: { enum: ['manual', 'real'], description: 'A manual clock stands still until it is advanced' },
  factor: { type: 'number', description: 'How many times faster than the wall clock a real one runs' },
} as const

/** Half an answer for each list of an advance. */
const shownOf = <T>(items: readonly T[]) => fitting(items.slice(0, LONGEST_LIST), LARGEST_ANSWER / 2)

export const clockRead = defineTool('clock_read', {
  title: 'Read the clock',
  description:
    'Tells what time it is for the twin, and whether its clock stands still. Tokens, state changes and webhooks go by this clock, never by the time of day.',
  effect: 'reads',
  output: reading,
  async run(_, { twin }) {
    const data = await twin.control.clock.read()
    return { text: `It is ${data.now}; the clock is ${data.mode}.`, data: { ...data } }
  },
})

export const clockAdvance = defineTool('clock_advance', {
  title: 'Advance the clock',
  description: `Moves the clock forward, and does all work that falls due until then: resources change their state, webhooks are sent. Answers when it is done, with what happened. Give either "by" or "to". Lists are cut after ${LONGEST_LIST} entries; the counts are complete.`,
  effect: 'acts',
  input: {
    by: { type: 'string', optional: true, description: 'ISO 8601 duration, such as PT90S, PT2H or P7D' },
    to: { type: 'string', optional: true, description: 'Instant to move to, such as 2026-01-02T00:00:00Z' },
  },
  output: {
    now: instant,
    transitionCount: count,
    transitions: {
      ...listOf({ at: instant, simulator: text, collection: text, key: text, from: text, to: text }),
      description: 'What changed its state',
    },
    deliveryCount: count,
    deliveries: {
      ...listOf({
        at: instant,
        id: text,
        simulator: text,
        event: text,
        url: text,
        attempt: count,
        state: text,
        status: { ...count, optional: true },
        error: { ...text, optional: true },
      }),
      description: 'Attempts to deliver webhook messages, with the answer of the receiver',
    },
  },
  async run({ by, to }, { twin }) {
    if ((by === undefined) === (to === undefined)) {
      throw new UsageError(
        'clock_advance takes "by" (a duration such as PT2H) or "to" (an instant): give one of them.',
      )
    }
    const { now, transitions, deliveries } = await twin.control.clock.advance(
      by === undefined ? { to: String(to) } : { by },
    )
    return {
      text: `It is ${now}: ${transitions.length} changes of state, ${deliveries.length} attempts to deliver.`,
      data: {
        now,
        transitionCount: transitions.length,
        transitions: shownOf(transitions),
        deliveryCount: deliveries.length,
        deliveries: shownOf(deliveries),
      },
    }
  },
})

export const clockSet = defineTool('clock_set', {
  title: 'Set the clock',
  description:
    'Lets the clock stand still (manual) or run (real, perhaps faster), or moves it forward to an instant as clock_advance does. Time never goes back: reset does that.',
  effect: 'acts',
  input: {
    now: { type: 'string', optional: true, description: 'Instant to move forward to' },
    mode: { enum: ['manual', 'real'], optional: true, description: 'manual stands still, real runs' },
    factor: {
      type: 'number',
      optional: true,
      description: 'Speed of a real clock: 60 makes an hour a minute',
    },
  },
  output: reading,
  async run(change, { twin }) {
    if (Object.keys(change).length === 0) {
      throw new UsageError('clock_set takes "now", "mode" or "factor": give one at least.')
    }
    const data = await twin.control.clock.set(change)
    return { text: `It is ${data.now}; the clock is ${data.mode}.`, data: { ...data } }
  },
})
