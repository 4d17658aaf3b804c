/** `Control` over a harness in this process. */

import {
  type Delivery,
  type DeliveryFilter,
  deliveryStoreOf,
  isWanted,
  laneOf,
} from '../deliveries/delivery.ts'
import { explainDeliveries } from '../deliveries/explain-deliveries.ts'
import { type Clock, isFactor, LAST_INSTANT, parseDuration, parseInstant, toIso } from '../harness/clock.ts'
import { DELIVER } from '../harness/scheduler.ts'
import type { Snapshot } from '../harness/snapshot.ts'
import type { Running, World } from '../harness/world.ts'
import { explainJournal } from '../journal/explain.ts'
import { type Recording, toHar } from '../journal/har.ts'
import { checkArguments } from '../simulator/arguments.ts'
import type { Population } from '../simulator/population.ts'
import { allRows } from '../store/all-rows.ts'
import type { AdvanceTarget, Control, ScenarioListing, ShownDelivery } from './control.ts'
import { describe } from './describe-simulator.ts'
import { unknownName } from './nearest.ts'
import { UsageError } from './usage-error.ts'

/** What the whole of a harness can do. */
export interface ControlDeps {
  restart(): Promise<void>
  snapshot(): Promise<Snapshot>
  load(snapshot: unknown): Promise<void>
  recording(): Recording
}

const LARGEST_PAGE = 1_000

/** Control of a harness in this process. */
export function createControl(world: World, { restart, snapshot, load, recording }: ControlDeps): Control {
  const { clock, journal, scheduler, store } = world

  function simulatorNamed(name: string): Running {
    const running = world.simulators.get(name)
    if (!running) throw unknownName('simulator', name, [...world.simulators.keys()])
    return running
  }

  /** Notes what a replay must do again, at the place where it takes effect. */
  function note(action: string, ...input: readonly unknown[]): void {
    const given = structuredClone(input.filter((value) => value !== undefined))
    journal.note({ kind: 'control', action, input: given }, world.present.now())
  }

  /** Runs a change of the state, then looks for the work that it made. */
  async function change<R>(work: () => Promise<R>, action: string, ...input: readonly unknown[]): Promise<R> {
    const result = await world.write(() => {
      note(action, ...input)
      return work()
    })
    scheduler.wake()
    return result
  }

  function scenarios(): (ScenarioListing & { running: Running })[] {
    return [...world.simulators.values()].flatMap((running) =>
      Object.entries(running.definition.scenarios ?? {}).map(([name, { about, parameters = {} }]) => ({
        name,
        simulator: running.name,
        about,
        parameters,
        running,
      })),
    )
  }

  async function listDeliveries(filter: DeliveryFilter): Promise<ShownDelivery[]> {
    const all = await allRows(deliveryStoreOf(store))
    return all.filter((delivery) => isWanted(delivery, filter)).map(withoutSecret)
  }

  function peopleOf(): { population: Population<object, unknown>; readers: Running[] } {
    const readers = [...world.simulators.values()].filter(
      ({ definition }) => definition.populations?.['people'],
    )
    const population = readers[0]?.definition.populations?.['people']
    if (!population) throw new UsageError('No simulator of this harness knows people.', 404)
    return { population, readers }
  }

  return {
    clock: {
      read: async () => clock.reading(),

      async set(wanted) {
        const { now, mode, factor } = wanted
        checkArguments('The clock', CLOCK, { ...wanted })
        const reading = clock.reading()
        if (mode !== undefined && mode !== 'manual' && mode !== 'real') {
          throw new UsageError(`The clock's mode is "manual" or "real", not "${String(mode)}".`)
        }
        if (factor !== undefined && !isFactor(factor)) {
          throw new UsageError('The factor must be more than 0 and at most 1000000.')
        }
        const nextMode = mode ?? reading.mode
        if (factor !== undefined && factor !== 1 && nextMode === 'manual') {
          throw new UsageError('A manual clock stands still: a factor needs the mode "real".')
        }
        note('clock.set', { now, mode, factor })
        if (now !== undefined) await scheduler.advance(() => instantAhead(clock, now))
        await scheduler.exclusive(async () => clock.run(nextMode, factor ?? (mode ? 1 : reading.factor)))
        await world.write(async () => {})
        return clock.reading()
      },

      async advance(target) {
        const advanced = await scheduler.advance(() => {
          const to = instantOf(clock, target)
          note('clock.advance', target)
          return to
        })
        await world.write(async () => {})
        return advanced
      },
    },

    scenarios: {
      list: async () => scenarios().map(({ running, ...listing }) => listing),

      async load(name, parameters = {}) {
        const known = scenarios()
        const scenario = known.find((candidate) => candidate.name === name)
        if (!scenario)
          throw unknownName(
            'scenario',
            name,
            known.map((candidate) => candidate.name),
          )
        const given = checkArguments(`The scenario "${name}"`, scenario.parameters, parameters)
        const { definition, context } = scenario.running
        return change(
          async () => (await definition.scenarios?.[name]?.load(given, context)) ?? {},
          'scenarios.load',
          name,
          given,
        )
      },
    },

    subjects: {
      list: async () =>
        [...world.simulators.values()].flatMap(({ name, definition }) =>
          (definition.subjects ?? []).map((subject) => ({ simulator: name, ...subject })),
        ),
    },

    simulators: { list: async () => [...world.simulators.values()].map(describe) },

    tokens: {
      async accept(grant = {}) {
        const { token, client = 'tvilling', simulator, expired } = grant
        if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
          throw new UsageError(`"${token}" cannot be a bearer token: it is sent as "Bearer <token>".`)
        }
        const asked = simulator === undefined ? [...world.simulators.values()] : [simulatorNamed(simulator)]
        const work = async () => {
          const simulators: string[] = []
          for (const { name, auth } of asked) {
            if (await auth.accept(client, token, expired)) simulators.push(name)
          }
          if (simulators.length === 0) throw unknownName('OAuth client', client, clientsOf(asked))
          return { token: token ?? null, client, simulators }
        }
        return change(work, 'tokens.accept', { token, client, simulator, expired })
      },
    },

    state: {
      async page(simulator, collection, { after, limit = 100 } = {}) {
        const { definition } = simulatorNamed(simulator)
        const of = named('collection', collection, definition.collections)
        if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
          throw new UsageError(`The limit is a whole number from 1 to ${LARGEST_PAGE}.`)
        }
        const position = after === undefined ? 0 : Number(after)
        if (!Number.isSafeInteger(position)) throw new UsageError('"after" is the "next" of an earlier page.')
        const { rows, more } = await store
          .collection<Record<string, unknown>>(`${simulator}/${collection}`, of)
          .page({ limit, after: { position } })
        return {
          items: rows.map((row) => ({
            key: of.key(row.doc),
            position: row.position,
            value: withoutSecrets(row.doc, of.secret ?? []),
          })),
          next: more ? String(rows.at(-1)?.position) : null,
        }
      },

      async transition(simulator, collection, key, to) {
        const { context, definition } = simulatorNamed(simulator)
        const of = named('collection', collection, definition.collections)
        const work = async () => {
          await context.move(collection, key, to)
          const moved = await store
            .collection<Record<string, unknown>>(`${simulator}/${collection}`, of)
            .get(key)
          return withoutSecrets(moved ?? {}, of.secret ?? [])
        }
        return change(work, 'state.transition', simulator, collection, key, to)
      },
    },

    people: {
      async change(number, patch) {
        const { readers, population } = peopleOf()
        checkPatch(population, patch)
        const work = async () => {
          const view = readers[0]?.context.populations['people']
          const changed = await view?.change(number, patch, world.present.today())
          if (!changed) throw new UsageError(`Nobody has the number ${number}.`, 404)
          for (const { definition, context } of readers) {
            await definition.reactions?.['people']?.(changed, context)
          }
          return changed.after as Record<string, unknown>
        }
        return change(work, 'people.change', number, patch)
      },
    },

    events: {
      async fire({ simulator, event, ...parameters }) {
        if (typeof simulator !== 'string' || typeof event !== 'string') {
          throw new UsageError('An event is fired with "simulator" and "event".')
        }
        const { definition, context } = simulatorNamed(simulator)
        const found = named('event', event, definition.events ?? {})
        const given = checkArguments(`The event ${event}`, found.parameters ?? {}, parameters)
        const told = { simulator, event, ...given }
        return change(async () => found.fire(given, context), 'events.fire', told)
      },
    },

    faults: {
      async add(declaration) {
        const declared = world.faults.add(declaration)
        note('faults.add', declaration)
        return declared
      },
      list: async () => world.faults.list(),
      async clear(id) {
        world.faults.clear(id)
        note('faults.clear', id)
      },
    },

    journal: {
      find: async (filter) => journal.find(checkedFilter('The journal', JOURNAL_FILTER, filter)),
      actions: async () => journal.actions(),
      explain: async (filter) =>
        explainJournal(journal, checkedFilter('The journal', JOURNAL_FILTER, filter)),
      har: async () => toHar(recording()),
      clear: async () => journal.clear(),
    },

    deliveries: {
      async list(wanted) {
        const { limit = LARGEST_PAGE, ...filter } =
          checkedFilter('The list of deliveries', DELIVERY_FILTER, wanted) ?? {}
        const shown = await listDeliveries(filter)
        return shown.slice(-limit)
      },

      explain: async (filter) => explainDeliveries(await listDeliveries({}), filter),

      async redeliver(id) {
        const work = async () => {
          const ledger = deliveryStoreOf(store)
          const delivery = await ledger.get(id)
          if (!delivery) throw new UsageError(`There is no delivery "${id}".`, 404)
          const now = clock.now()
          const { held, ...free } = delivery
          const pending: Delivery = { ...free, state: 'PENDING', nextAttemptAt: toIso(now) }
          await ledger.put(pending)
          await store.jobs.add({
            due: now,
            simulator: delivery.simulator,
            kind: DELIVER,
            subject: laneOf(delivery.subscription),
            payload: { delivery: id },
          })
          return withoutSecret(pending)
        }
        return change(work, 'deliveries.redeliver', id)
      },

      settled: () => scheduler.settled(),
    },

    contract: async (simulator) => simulatorNamed(simulator).contract.document,

    snapshot,
    restore: (given) => scheduler.exclusive(() => load(given)),
    reset: () => scheduler.exclusive(restart),
  }
}

/** What the clock may be told; the words for each mistake but a wrong name are its own. */
const CLOCK = { now: { optional: true }, mode: { optional: true }, factor: { optional: true } }

const name = { type: 'string', optional: true }
const instant = { type: 'string', format: 'date-time', optional: true }
const limit = { type: 'integer', minimum: 1, maximum: 10_000, optional: true }

const JOURNAL_FILTER = {
  simulator: name,
  operation: name,
  status: { type: 'integer', minimum: 100, maximum: 599, optional: true },
  since: instant,
  until: instant,
  limit,
}

const DELIVERY_FILTER = {
  simulator: name,
  event: name,
  state: { enum: ['PENDING', 'DELIVERED', 'DECLINED', 'FAILED', 'BLOCKED', 'DROPPED'], optional: true },
  limit,
}

function checkedFilter<F extends object>(
  what: string,
  schemas: Record<string, Record<string, unknown>>,
  filter: F | undefined,
): F | undefined {
  if (filter !== undefined) checkArguments(what, schemas, { ...(filter as Record<string, unknown>) })
  return filter
}

function checkPatch({ patchSchemas }: Population<object, unknown>, patch: Record<string, unknown>): void {
  if (!patchSchemas) return
  checkArguments('The change of a person', patchSchemas, patch)
  if (Object.keys(patch).length > 0) return
  throw new UsageError(
    `The change of a person says nothing. It can say ${Object.keys(patchSchemas).join(', ')}.`,
  )
}

/** The member of a map; names such as `constructor` are in none. */
function named<T>(kind: string, name: string, map: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(map, name) ? map[name] : undefined
  if (found === undefined) throw unknownName(kind, name, Object.keys(map))
  return found
}

function clientsOf(simulators: readonly Running[]): string[] {
  return [...new Set(simulators.flatMap(({ definition }) => (definition.clients ?? []).map(({ id }) => id)))]
}

function instantOf(clock: Clock, target: AdvanceTarget): number {
  const { by, to }: { by?: string; to?: string } = typeof target === 'object' ? target : { by: target }
  if ((by === undefined) === (to === undefined)) {
    throw new UsageError('The clock advances "by" a duration or "to" an instant: say one of them.')
  }
  if (to !== undefined) return instantAhead(clock, to)
  const duration = parseDuration(String(by))
  if (duration === undefined) {
    throw new UsageError(`"${by}" is no duration. Write it in ISO 8601, such as PT30S, PT2H or P7D.`)
  }
  if (clock.now() + duration > LAST_INSTANT) throw new UsageError(`${by} from now is after the year 9999.`)
  return clock.now() + duration
}

function instantAhead(clock: Clock, text: string): number {
  const instant = parseInstant(String(text))
  if (instant === undefined || instant > LAST_INSTANT) {
    throw new UsageError(`"${text}" is no point in time. Write it as 2026-01-01T00:00:00Z.`)
  }
  if (instant < clock.now()) {
    throw new UsageError(
      `${text} is over: the clock shows ${clock.iso()} and never goes back. Reset first.`,
      409,
    )
  }
  return instant
}

function withoutSecret({ secret, ...shown }: Delivery): ShownDelivery {
  return shown
}

function withoutSecrets(doc: Record<string, unknown>, secrets: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(doc).filter(([name]) => !secrets.includes(name)))
}
