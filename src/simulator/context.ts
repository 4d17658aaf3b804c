/** What a simulator's parts work with, made for one harness: its collections, and moves along state graphs. */

import { UsageError } from '../control/usage-error.ts'
import { type Delivery, deliveryStoreOf, laneOf, newDelivery } from '../deliveries/delivery.ts'
import { durationOf } from '../harness/clock.ts'
import { DELIVER, type Transition } from '../harness/scheduler.ts'
import type { TransactionClock } from '../harness/transaction-clock.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Collection, Job, Store } from '../store/store.ts'
import { viewPopulation } from './population.ts'
import type { Context, SimulatorDefinition } from './simulator.ts'
import { type Resource, targetsFrom, timedMovesFrom } from './state-graph.ts'

/** Kind of the jobs that move a resource when its time in a state is over. */
const MOVE = 'move'

export type ContextDeps = Pick<Context, 'random' | 'settings' | 'auth'> & {
  clock: TransactionClock
  deletions: Deletions
  definition: SimulatorDefinition
  store: Store
  /** Hears of webhook bodies that break the contract. */
  checkEvent: (event: string, body: unknown) => void
  observe: (transition: Transition) => void
  /** Hears that there may be work to do. */
  queued: () => void
  /** Hears, in its transaction, of a message that is queued, and of the job that will send it. */
  messaged: (delivery: Delivery, job: Job) => void
}

type Doc = Record<string, unknown>

export interface SimulatorParts {
  context: Context
  /** Does a job of this simulator, inside the transaction that the scheduler opened. */
  change(job: Job): Promise<void>
}

export function createContext(parts: ContextDeps): SimulatorParts {
  const { definition, store, clock, random, settings, auth, deletions } = parts
  const { name } = definition

  const collections = Object.fromEntries(
    Object.entries(definition.collections).map(([collection, of]) => [
      collection,
      remembering(`${name}/${collection}`, store.collection<Doc>(`${name}/${collection}`, of), parts),
    ]),
  )
  const populations = Object.fromEntries(
    Object.entries(definition.populations ?? {}).map(([population, of]) => [
      population,
      viewPopulation(of, store),
    ]),
  )

  function resourceOf(collection: string): Resource {
    const resource = definition.resources?.find((candidate) => candidate.collection === collection)
    if (!resource) throw new UsageError(`${name} has no states in "${collection}".`, 404)
    return resource
  }

  async function add(work: Omit<Job, 'id' | 'simulator'>): Promise<Job> {
    const job = { ...work, simulator: name }
    const id = await store.jobs.add(job)
    parts.queued()
    return { ...job, id }
  }

  async function startTime(resource: Resource, key: string, state: string): Promise<void> {
    const [move] = timedMovesFrom(resource, state)
    if (!move?.after) return
    const due = clock.now() + durationOf(String(settings[move.after]))
    const { collection } = resource
    await add({ due, kind: MOVE, subject: `${collection}:${key}`, payload: { collection, key, from: state } })
  }

  async function enter(
    resource: Resource,
    key: string,
    doc: Doc,
    to: string,
    finding?: unknown,
  ): Promise<void> {
    const from = String(doc[resource.field])
    const moved = { ...doc, [resource.field]: to }
    const behaviour = definition.behaviours?.[resource.collection]
    const entered = behaviour?.enter ? await behaviour.enter(moved, { from, to, finding }, context) : moved
    await collections[resource.collection]?.put(entered)
    await startTime(resource, key, to)
    parts.observe({ at: clock.iso(), simulator: name, collection: resource.collection, key, from, to })
    await behaviour?.follow?.(entered, { from, to }, context)
  }

  const context: Context = {
    clock,
    random,
    settings,
    auth,
    // biome-ignore lint/suspicious/noExplicitAny: typed by the simulator that reads them
    collections: collections as any,
    // biome-ignore lint/suspicious/noExplicitAny: likewise
    populations: populations as any,

    async begin(collection, doc) {
      const resource = resourceOf(collection)
      const state = String((doc as Doc)[resource.field])
      if (!resource.initial.includes(state)) {
        throw new Error(`${collection} begin as ${resource.initial.join(' or ')}, not as ${state}.`)
      }
      const key = definition.collections[collection]?.key(doc) ?? ''
      await store.jobs.cancel(name, `${collection}:${key}`)
      await collections[collection]?.put(doc as Doc)
      await startTime(resource, key, state)
    },

    async move(collection, key, to) {
      const resource = resourceOf(collection)
      const doc = await collections[collection]?.get(key)
      if (!doc) throw new UsageError(`${name} has no "${key}" in ${collection}.`, 404)
      const from = String(doc[resource.field])
      const targets = targetsFrom(resource, from)
      if (!targets.includes(to)) {
        const known =
          targets.length > 0 ? `From ${from} it goes to ${targets.join(' or ')}` : `${from} is final`
        throw new UsageError(`${collection} "${key}" cannot go from ${from} to ${to}. ${known}.`, 409)
      }
      await store.jobs.cancel(name, `${collection}:${key}`)
      await enter(resource, key, doc, to)
    },

    async forget(collection, key) {
      await store.jobs.cancel(name, `${collection}:${key}`)
    },

    deletedIn: (collection, key) => deletions.find(`${name}/${collection}`, key),

    async schedule(job, due, subject, payload) {
      await add({ due, kind: `job:${job}`, subject, payload })
    },

    async unschedule(subject) {
      await store.jobs.cancel(name, subject)
    },

    async deliver(request) {
      parts.checkEvent(request.event, request.body)
      const now = clock.now()
      const delivery = newDelivery(name, request, now)
      await deliveryStoreOf(store).put(delivery)
      const job = await add({
        due: now,
        kind: DELIVER,
        subject: laneOf(request.subscription),
        payload: { delivery: delivery.id },
      })
      parts.messaged(delivery, job)
    },

    async dropDeliveries(subscription) {
      await store.jobs.cancel(name, laneOf(subscription))
      const ledger = deliveryStoreOf(store)
      const query = { index: 'pending', equals: `${name}/${subscription}`, limit: 100 }
      for (;;) {
        const { rows } = await ledger.page(query)
        if (rows.length === 0) return
        for (const { doc } of rows) await ledger.put({ ...doc, state: 'DROPPED', nextAttemptAt: undefined })
      }
    },
  }

  async function change(job: Job): Promise<void> {
    if (job.kind !== MOVE) {
      const run = definition.jobs?.[job.kind.replace(/^job:/, '')]
      if (!run) throw new Error(`${name} has no job "${job.kind}".`)
      return run(job.payload, context)
    }
    const { collection, key, from } = job.payload as { collection: string; key: string; from: string }
    const resource = resourceOf(collection)
    const doc = await collections[collection]?.get(key)
    if (!doc || doc[resource.field] !== from) return
    const moves = timedMovesFrom(resource, from)
    const decide = definition.behaviours?.[collection]?.decide
    const decided = moves.length > 1 && decide ? await decide(doc, context) : moves[0]?.to
    const { to, finding } = typeof decided === 'object' ? decided : { to: decided, finding: undefined }
    if (!to || !moves.some((move) => move.to === to)) {
      throw new Error(`${collection} has no timed move from ${from} to ${to}.`)
    }
    await enter(resource, key, doc, to, finding)
  }

  return { context, change }
}

/** A collection that remembers which exchange deleted what. */
function remembering(
  name: string,
  collection: Collection<Doc>,
  { clock, deletions }: ContextDeps,
): Collection<Doc> {
  return {
    ...collection,
    async delete(key) {
      const deleted = await collection.delete(key)
      const exchange = clock.exchange()
      if (deleted && exchange !== undefined) deletions.note(name, key, exchange)
      return deleted
    },
  }
}
