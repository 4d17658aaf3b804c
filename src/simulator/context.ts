/** Creates the context of a simulator in one harness: its collections, and moves along state graphs. */

import { UsageError } from '../control/usage-error.ts'
import { newDelivery } from '../deliveries/delivery.ts'
import { deliveryStoreOf, dropPending, pendingFor } from '../deliveries/delivery-store.ts'
import { enqueue, subjectOf } from '../deliveries/enqueue.ts'
import { durationOf } from '../harness/clock.ts'
import type { UnitOfWork, UnitsOfWork } from '../harness/unit-of-work.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Collection, Job, Store } from '../store/store.ts'
import { type PopulationChange, viewPopulation } from './population.ts'
import type { Context, SimulatorDefinition } from './simulator.ts'
import { type Resource, targetsFrom, timedMovesFrom } from './state-graph.ts'

/** Kind of the jobs that move a resource when its time in a state is over. */
const MOVE = 'move'

export type ContextDeps = Pick<Context, 'random' | 'settings' | 'auth'> & {
  definition: SimulatorDefinition
  store: Pick<Store, 'collection' | 'jobs'>
  units: Pick<UnitsOfWork, 'current' | 'clock'>
  deletions: Deletions
  /** Runs what simulators do after a change in a population. */
  react: (population: string, change: PopulationChange<never>) => Promise<void>
  /** A webhook body with the names and words that settings give it. */
  serve: (event: string, body: unknown) => unknown
  /** The ways in which a webhook body breaks the contract. */
  breachesOf: (event: string, body: unknown) => readonly string[]
}

type Doc = Record<string, unknown>

export interface SimulatorParts {
  context: Context
  /** Runs a job of this simulator, inside a unit of work. */
  runJob(job: Job): Promise<void>
}

export function createContext(deps: ContextDeps): SimulatorParts {
  const { definition, store, units, random, settings, auth, deletions, react, serve, breachesOf } = deps
  const { name } = definition
  const { clock } = units

  const collections = Object.fromEntries(
    Object.entries(definition.collections).map(([collection, of]) => [
      collection,
      remembering(`${name}/${collection}`, store.collection<Doc>(`${name}/${collection}`, of), deps),
    ]),
  )
  const populations = Object.fromEntries(
    Object.entries(definition.populations ?? {}).map(([population, of]) => [
      population,
      viewPopulation(of, store, { clock, changed: (change) => react(of.name, change as never) }),
    ]),
  )

  function resourceOf(collection: string): Resource {
    const resource = definition.resources?.find((candidate) => candidate.collection === collection)
    if (!resource) throw new UsageError(`${name} has no states in "${collection}".`, 404)
    return resource
  }

  /** The unit of work in which everything here takes place. */
  function currentUnit(): UnitOfWork {
    const unit = units.current()
    if (!unit) throw new Error(`${name} changes its state outside of a unit of work.`)
    return unit
  }

  async function addJob(job: Omit<Job, 'id' | 'simulator'>): Promise<void> {
    currentUnit().addedJobs.push(await store.jobs.add({ ...job, simulator: name }))
  }

  async function startTime(resource: Resource, key: string, state: string): Promise<void> {
    const [move] = timedMovesFrom(resource, state)
    if (!move?.after) return
    const due = clock.now() + durationOf(String(settings[move.after]))
    const { collection } = resource
    await addJob({
      due,
      kind: MOVE,
      subject: `${collection}:${key}`,
      payload: { collection, key, from: state },
    })
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
    const transition = { at: clock.iso(), simulator: name, collection: resource.collection, key, from, to }
    currentUnit().transitions.push(transition)
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
      await addJob({ due, kind: `job:${job}`, subject, payload })
    },

    async unschedule(subject) {
      await store.jobs.cancel(name, subject)
    },

    async deliver(request) {
      const unit = currentUnit()
      if (unit.silent) return
      const body = serve(request.event, request.body)
      const breaches = breachesOf(request.event, body)
      if (breaches.length > 0) {
        const broken = `${name} broke its contract with ${request.event}: ${breaches.join('; ')}`
        unit.defects.push(new Error(broken))
      }
      const { afterOthers, subscription } = request
      const earlier = afterOthers
        ? await pendingFor(deliveryStoreOf(store), { simulator: name, subscription })
        : []
      const served = { ...request, body: body as typeof request.body }
      const delivery = newDelivery(name, served, unit.at, earlier, unit.trace)
      const queued = await enqueue(store, delivery, unit.at)
      unit.deliveries.push(queued)
      unit.addedJobs.push(queued.job.id)
    },

    giveWay: async () => units.current()?.giveWay(),

    async dropDeliveries(subscription) {
      await store.jobs.cancel(name, subjectOf(subscription))
      await dropPending(deliveryStoreOf(store), { simulator: name, subscription })
    },
  }

  async function runJob(job: Job): Promise<void> {
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

  return { context, runJob }
}

/** A collection that notes which exchange deleted a document, and that lets others have their turn in a long unit. */
function remembering(
  name: string,
  collection: Collection<Doc>,
  { units, deletions }: ContextDeps,
): Collection<Doc> {
  const giveWay = () => units.current()?.giveWay()

  return {
    ...collection,
    async insert(doc) {
      await giveWay()
      return collection.insert(doc)
    },
    async put(doc, options) {
      await giveWay()
      return collection.put(doc, options)
    },
    async delete(key) {
      await giveWay()
      const deleted = await collection.delete(key)
      const exchange = units.current()?.exchange
      if (deleted && exchange !== undefined) deletions.note(name, key, exchange)
      return deleted
    },
  }
}
