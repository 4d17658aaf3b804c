/** The life of a consumer: uploaded, identified, replaced, deleted (CI-16 to CI-21, CI-28 to CI-30). */
import { type ResourceBehaviour, UsageError } from 'tvilling'
import type { components } from '../../contracts/consumer-intelligence/types.gen.ts'
import { publish } from './events.ts'
import { type Identification, identify } from './identification.ts'
import { sourcesOf } from './known-person.ts'
import { type ApiContext, type Consumer, keyOf, type Market, type Owner, type Types } from './states.ts'
import { connect, disconnect } from './subscriptions.ts'

export type Upload = components['schemas']['ConsumerUpload'] & { market: Market }

/** The client's consumers with the ids of a batch. */
export async function consumersNamed(
  client: string,
  uploads: readonly Upload[],
  context: ApiContext,
): Promise<Map<string, Consumer>> {
  const known = new Map<string, Consumer>()
  for (const { consumerId } of uploads) {
    const consumer = await context.collections.consumers.get(keyOf(client, consumerId))
    if (consumer) known.set(consumerId, consumer)
  }
  return known
}

/**
 * Stores uploaded consumers. A known consumer keeps its position and creation time, is disconnected from its person, and
 * starts again (CI-30).
 */
export async function takeConsumers(
  uploads: readonly Upload[],
  owner: Owner,
  known: ReadonlyMap<string, Consumer>,
  context: ApiContext,
): Promise<void> {
  for (const upload of uploads) {
    const before = known.get(upload.consumerId)
    const started = start({ ...owner, ...upload }, before, context)
    await context.begin('consumers', started)
    if (before) await disconnect(before, context)
    await tellUploaded(started, context)
  }
}

function start(
  { client, environment, consumerId, market, data }: Upload & Owner,
  before: Consumer | undefined,
  context: ApiContext,
): Consumer {
  const now = context.clock.iso()
  const outcome = { state: 'UPLOADED' as const, gedi: null, source: null }
  return {
    client,
    environment,
    consumerId,
    market,
    data,
    ...outcome,
    created: before?.created ?? now,
    changed: now,
  }
}

async function tellUploaded({ client, consumerId, market }: Consumer, context: ApiContext): Promise<void> {
  await publish(client, { type: 'CONSUMER_UPLOADED', consumerId, market }, context)
}

/** Deletes consumers and ignores unknown ids; returns how many were deleted (CI-20, CI-28, CI-30). */
export async function deleteConsumers(
  client: string,
  consumerIds: readonly string[],
  context: ApiContext,
): Promise<number> {
  let deleted = 0
  for (const consumerId of consumerIds) {
    const key = keyOf(client, consumerId)
    const consumer = await context.collections.consumers.get(key)
    if (!consumer) continue
    deleted += 1
    await context.forget('consumers', key)
    await context.collections.consumers.delete(key)
    const { market } = consumer
    await publish(client, { type: 'CONSUMER_DELETED', consumerId, market }, context)
    await disconnect(consumer, context)
  }
  return deleted
}

/** What happens when a consumer enters a state (CI-28, CI-29). */
export const consumerBehaviour: ResourceBehaviour<Types, 'consumers'> = {
  async decide({ data, market, ...owner }, context) {
    const finding = await identify(data, market, owner, context)
    return { to: finding.found ? 'IDENTIFIED' : 'NOT_IDENTIFIED', finding }
  },

  async enter(consumer, { to, finding }, context) {
    const changed = { ...consumer, changed: context.clock.iso() }
    if (to === 'IDENTIFIED') return becomeIdentified(changed, finding as Identification | undefined, context)
    if (to === 'NOT_IDENTIFIED') return becomeNotIdentified(changed, context)
    if (to === 'UPLOADED') return startAgain(changed, context)
    return changed
  },
}

async function becomeIdentified(
  consumer: Consumer,
  finding: Identification | undefined,
  context: ApiContext,
): Promise<Consumer> {
  const { client, consumerId, market, data } = consumer
  const { found, reason } = finding ?? (await identify(data, market, consumer, context))
  if (!found) {
    throw new UsageError(`The consumer ${consumerId} cannot be identified. ${reason}`, 409)
  }
  const { gedi } = found.person
  const { source } = found
  const identified: Consumer = { ...consumer, gedi, source }
  await publish(client, { type: 'CONSUMER_IDENTIFIED', consumerId, market, gedi, source }, context)
  await connect(identified, found, context)
  return identified
}

async function becomeNotIdentified(consumer: Consumer, context: ApiContext): Promise<Consumer> {
  const { client, consumerId, market } = consumer
  const sources = sourcesOf(market, consumer)
  await publish(client, { type: 'CONSUMER_NOT_IDENTIFIED', consumerId, market, sources }, context)
  return consumer
}

/** Restarts a consumer as if the same data were uploaded again. For control only: an upload calls `takeConsumers`. */
async function startAgain(consumer: Consumer, context: ApiContext): Promise<Consumer> {
  const started: Consumer = { ...consumer, gedi: null, source: null }
  await context.collections.consumers.put(started)
  await disconnect(consumer, context)
  await tellUploaded(started, context)
  return started
}
