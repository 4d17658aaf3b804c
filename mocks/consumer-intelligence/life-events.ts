/** Life events that are sent by themselves: predictions, and moves that took place (CI-42). */
import { durationOf } from 'tvilling'
import { consumerIdsOf } from './connected-consumers.ts'
import { publish } from './events.ts'
import { type ApiContext, type ExpectedLifeEvent, keyOf, type Subscription } from './states.ts'

/** The sample of the source. */
const PREDICTION = { phase: 'PREDICT', probability: 75, withinEstimatedDays: 120 }

const subjectOf = ({ client, gedi }: Pick<Subscription, 'client' | 'gedi'>) => `life:${keyOf(client, gedi)}`

/** Predicts a life event of a person who is subscribed to from now on, if the settings ask for it. */
export async function predict({ client, gedi }: Subscription, context: ApiContext): Promise<void> {
  const { predictedTrigger, predictedAfter } = context.settings
  if (predictedTrigger === '') return
  const trigger = predictedTrigger as ExpectedLifeEvent['trigger']
  await sendAfter(predictedAfter, { client, gedi, trigger, ...PREDICTION }, context)
}

/** Sends the life event of a move, at once or later. */
export async function tellMove({ client, gedi }: Subscription, context: ApiContext): Promise<void> {
  const { movePhase, moveTrigger, moveEventAfter } = context.settings
  if (movePhase === '') return
  const trigger = moveTrigger as ExpectedLifeEvent['trigger']
  await sendAfter(moveEventAfter, { client, gedi, phase: movePhase, trigger }, context)
}

/** Forgets what is expected of a person whose subscription has ended. */
export async function forgetLifeEvents(ended: Subscription, context: ApiContext): Promise<void> {
  await context.unschedule(subjectOf(ended))
}

async function sendAfter(duration: string, expected: ExpectedLifeEvent, context: ApiContext): Promise<void> {
  const wait = durationOf(duration)
  if (wait === 0) return lifeEvent(expected, context)
  await context.schedule('lifeEvent', context.clock.now() + wait, subjectOf(expected), expected)
}

/** The job that sends a life event. */
export async function lifeEvent(
  { client, gedi, ...details }: ExpectedLifeEvent,
  context: ApiContext,
): Promise<void> {
  const subscription = await context.collections.subscriptions.get(keyOf(client, gedi))
  if (!subscription) return
  const { market } = subscription
  const consumerIds = await consumerIdsOf(client, gedi, context)
  await publish(client, { type: 'LIFE_EVENT', market, gedi, consumerIds, ...details }, context)
}
