/** The persons that a client is subscribed to, and the events of their changes (CI-19, CI-20, CI-28, CI-34). */
import { allRows, type PopulationChange } from 'tvilling'
import type { Person } from '../../fixtures/index.ts'
import { consumerIdsOf, isConnected } from './connected-consumers.ts'
import { publish } from './events.ts'
import { pointersBetween } from './json-pointers.ts'
import { DAILY_GEDI, DAY, type KnownPerson, onDay, personByGedi, registered } from './known-person.ts'
import { forgetLifeEvents, predict, tellMove } from './life-events.ts'
import { viewPerson } from './person-view.ts'
import { type ApiContext, type Consumer, keyOf, type Owner, type Subscription } from './states.ts'

/** Members that differ after a move, but not if an address is only no longer hidden. */
const PLACE = /^\/addresses\/0\/(?:streetName|streetNumber|entrance|floor|apartment|postalCode|city)$/
const dailySubject = (client: string) => `daily:${client}`

/** Connects a consumer to its person; the person's first consumer subscribes the client (CI-28). */
export async function connect(consumer: Consumer, known: KnownPerson, context: ApiContext): Promise<void> {
  const { client, environment, consumerId } = consumer
  const { gedi, market } = known.person
  const { subscriptions } = context.collections
  if (await subscriptions.get(keyOf(client, gedi))) return
  const now = context.clock.iso()
  const { source } = known
  const times = { created: now, changed: now }
  // At the end: the list of changes continues after what the client has read (CI-10).
  const subscription = { client, environment, gedi, market, source, ...times, enrichment: {} }
  await subscriptions.put(subscription)
  await publish(
    client,
    { type: 'PERSON_SUBSCRIBED', consumerIds: [consumerId], market, gedi, source },
    context,
  )
  await predict(subscription, context)
  if (gedi === DAILY_GEDI && environment === 'sandbox')
    await scheduleDailyChange({ client, environment }, context)
}

/** Unsubscribes from a consumer's person, unless another consumer is connected. Call it after the consumer has changed. */
export async function disconnect({ client, consumerId, gedi }: Consumer, context: ApiContext): Promise<void> {
  if (gedi === null) return
  const { subscriptions } = context.collections
  const subscription = await subscriptions.get(keyOf(client, gedi))
  if (!subscription || (await isConnected(client, gedi, context))) return
  await subscriptions.delete(keyOf(client, gedi))
  await forgetLifeEvents(subscription, context)
  if (gedi === DAILY_GEDI) await context.unschedule(dailySubject(client))
  const { market, source } = subscription
  await publish(
    client,
    { type: 'PERSON_UNSUBSCRIBED', consumerIds: [consumerId], market, gedi, source },
    context,
  )
}

/** Moves a subscription to the end of the list of changes (CI-10). */
export async function touch(subscription: Subscription, context: ApiContext): Promise<void> {
  const changed = { ...subscription, changed: context.clock.iso() }
  await context.collections.subscriptions.put(changed, { touch: true })
}

/** Sends the changes of a person of the harness to every subscribed client (CI-27). */
export async function peopleChanged(
  { before, after }: PopulationChange<Person>,
  context: ApiContext,
): Promise<void> {
  const now = context.clock.now()
  for (const subscription of await subscriptionsTo(after.gedi, context)) {
    const [was, is] = [registered(before, subscription, now), registered(after, subscription, now)]
    await personChanged(was, is, subscription, context)
  }
}

/** All subscriptions to a person. They are collected first, since touching one moves it to the end of the list. */
async function subscriptionsTo(gedi: string, context: ApiContext): Promise<Subscription[]> {
  return allRows(context.collections.subscriptions, { index: 'person', equals: gedi })
}

/** What a PERSON_CHANGED says of the change: nothing, unless the setting `changedPointers` looks ahead (CI-37). */
export function changeMembers(jsonPointers: string[], { settings, random }: ApiContext) {
  return settings.changedPointers
    ? { jsonPointers, changedId: random.uuid() }
    : { jsonPointers: [], changedId: '' }
}

/**
 * Sends a subscribed client the changes of a person, if the client can see any of them (CI-27). A move is a life event as
 * well (CI-42).
 */
export async function personChanged(
  before: KnownPerson,
  after: KnownPerson,
  { client }: Owner,
  context: ApiContext,
): Promise<void> {
  const { gedi } = after.person
  const subscription = await context.collections.subscriptions.get(keyOf(client, gedi))
  if (!subscription) return
  const was = await viewPerson(before, subscription, context)
  const is = await viewPerson(after, subscription, context)
  const pointers = pointersBetween(was, is)
  if (pointers.length === 0) return
  await touch(subscription, context)
  const consumerIds = await consumerIdsOf(client, gedi, context)
  const { source } = after
  const changed = changeMembers(pointers, context)
  await publish(client, { type: 'PERSON_CHANGED', consumerIds, gedi, source, ...changed }, context)
  if (pointers.some((pointer) => PLACE.test(pointer))) await tellMove(subscription, context)
}

async function scheduleDailyChange(owner: Owner, context: ApiContext): Promise<void> {
  const midnight = (Math.floor(context.clock.now() / DAY) + 1) * DAY
  await context.schedule('dailyChange', midnight, dailySubject(owner.client), owner)
}

/** The job that runs at midnight UTC, as long as a sandbox client is subscribed to the daily person (CI-34). */
export async function dailyChange(owner: Owner, context: ApiContext): Promise<void> {
  const [person] = await context.populations.people.find('gedi', DAILY_GEDI)
  const today = await personByGedi(DAILY_GEDI, owner, context)
  if (!person || !today) return
  const yesterday = { ...today, person: onDay(person, context.clock.now() - DAY) }
  await personChanged(yesterday, today, owner, context)
  await scheduleDailyChange(owner, context)
}
