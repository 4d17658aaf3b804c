/** What a test can say to a harness, in process and over HTTP alike. */

import { checkArguments } from './arguments.ts'
import type { Clock } from './clock.ts'
import { type ClockReading, isFactor, LAST_INSTANT, parseDuration, parseInstant, toIso } from './clock.ts'
import type { DeclaredFault, FaultDeclaration } from './faults.ts'
import type { Exchange, JournalFilter } from './journal.ts'
import { unknownName } from './nearest.ts'
import type { Population } from './population.ts'
import { toMermaid } from './resource.ts'
import { type Advanced, DELIVER } from './scheduler.ts'
import type { Trigger } from './simulator.ts'
import { UsageError } from './usage-error.ts'
import { type Delivery, type DeliveryFilter, laneOf, ledgerOf } from './webhooks.ts'
import type { Running, World } from './world.ts'

export type AdvanceTarget = string | { by: string } | { to: string }

export interface ScenarioListing {
  name: string
  simulator: string
  about: string
  parameters: Record<string, Record<string, unknown>>
}

export interface SubjectListing extends Trigger {
  simulator: string
}

export interface SimulatorListing {
  name: string
  title: string
  provider: string
  operations: {
    id: string
    method: string
    path: string
    summary: string | undefined
    evidence: string | undefined
  }[]
  resources: {
    collection: string
    states: Readonly<Record<string, string>>
    moves: readonly unknown[]
    diagram: string
  }[]
  collections: string[]
  events: { event: string; about: string; parameters: Record<string, Record<string, unknown>> }[]
  settings: Record<string, unknown>
}

export interface StatePage {
  items: { key: string; position: number; value: Record<string, unknown> }[]
  /** Hand it back as `after` for the next page; null on the last. */
  next: string | null
}

/** A delivery as it is shown: without the secret that signs it. */
export type ShownDelivery = Omit<Delivery, 'secret'>

/** Mistakes reject with a `UsageError`, whose message says what to do. */
export interface Control {
  clock: {
    read(): Promise<ClockReading>
    /** Changes mode or speed, or moves forward to `now` (as `advance` does). Time never goes back. */
    set(change: { now?: string; mode?: 'manual' | 'real'; factor?: number }): Promise<ClockReading>
    /** Moves the clock by an ISO 8601 duration or to an instant and does all that falls due on the way. */
    advance(target: AdvanceTarget): Promise<Advanced>
  }
  scenarios: {
    list(): Promise<ScenarioListing[]>
    load(name: string, parameters?: Record<string, unknown>): Promise<Record<string, unknown>>
  }
  subjects: { list(): Promise<SubjectListing[]> }
  simulators: { list(): Promise<SimulatorListing[]> }
  state: {
    page(
      simulator: string,
      collection: string,
      query?: { after?: string; limit?: number },
    ): Promise<StatePage>
    transition(
      simulator: string,
      collection: string,
      key: string,
      to: string,
    ): Promise<Record<string, unknown>>
  }
  people: {
    /** Changes, deceases or moves a person; sends what such a change sends. */
    change(number: string, patch: Record<string, unknown>): Promise<Record<string, unknown>>
  }
  events: {
    fire(
      event: { simulator: string; event: string } & Record<string, unknown>,
    ): Promise<Record<string, unknown>>
  }
  faults: {
    add(declaration: FaultDeclaration): Promise<DeclaredFault>
    list(): Promise<DeclaredFault[]>
    clear(): Promise<void>
  }
  journal: { find(filter?: JournalFilter): Promise<Exchange[]>; clear(): Promise<void> }
  deliveries: {
    list(filter?: DeliveryFilter): Promise<ShownDelivery[]>
    /** Sends a message again, now, whatever became of it. */
    redeliver(id: string): Promise<ShownDelivery>
    /** Resolves when nothing that is due is still to be sent. */
    settled(): Promise<void>
  }
  /** The OpenAPI document that a simulator serves. */
  contract(simulator: string): Promise<Record<string, unknown>>
  /** Empties the harness: back to its start. */
  reset(): Promise<void>
}

const LARGEST_PAGE = 1_000

export function createControl(world: World, restart: () => Promise<void>): Control {
  const { clock, journal, scheduler, store } = world

  function simulatorNamed(name: string): Running {
    const running = world.simulators.get(name)
    if (!running) throw unknownName('simulator', name, [...world.simulators.keys()])
    return running
  }

  /** Runs a change of the state, then looks for the work that it made. */
  async function change<R>(work: () => Promise<R>): Promise<R> {
    const result = await world.write(work)
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

      async set({ now, mode, factor }) {
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
        if (now !== undefined) await scheduler.advance(() => instantAhead(clock, now))
        await scheduler.exclusive(async () => clock.run(nextMode, factor ?? (mode ? 1 : reading.factor)))
        await world.write(async () => {})
        return clock.reading()
      },

      async advance(target) {
        const advanced = await scheduler.advance(() => instantOf(clock, target))
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
        return change(async () => (await definition.scenarios?.[name]?.load(given, context)) ?? {})
      },
    },

    subjects: {
      list: async () =>
        [...world.simulators.values()].flatMap(({ name, definition }) =>
          (definition.subjects ?? []).map((subject) => ({ simulator: name, ...subject })),
        ),
    },

    simulators: { list: async () => [...world.simulators.values()].map(describe) },

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
        return change(async () => {
          await context.move(collection, key, to)
          const moved = await store
            .collection<Record<string, unknown>>(`${simulator}/${collection}`, of)
            .get(key)
          return withoutSecrets(moved ?? {}, of.secret ?? [])
        })
      },
    },

    people: {
      async change(number, patch) {
        const { readers } = peopleOf()
        return change(async () => {
          const view = readers[0]?.context.populations['people']
          const changed = await view?.change(number, patch, clock.today())
          if (!changed) throw new UsageError(`Nobody has the number ${number}.`, 404)
          for (const { definition, context } of readers) {
            await definition.reactions?.['people']?.(changed, context)
          }
          return changed.after as Record<string, unknown>
        })
      },
    },

    events: {
      async fire({ simulator, event, ...parameters }) {
        const { definition, context } = simulatorNamed(simulator)
        const found = named('event', event, definition.events ?? {})
        const given = checkArguments(`The event ${event}`, found.parameters ?? {}, parameters)
        return change(async () => found.fire(given, context))
      },
    },

    faults: {
      add: async (declaration) => world.faults.add(declaration),
      list: async () => world.faults.list(),
      clear: async () => world.faults.clear(),
    },

    journal: {
      find: async (filter) => journal.find(filter),
      clear: async () => journal.clear(),
    },

    deliveries: {
      async list({ simulator, event, state, limit = LARGEST_PAGE } = {}) {
        const shown: ShownDelivery[] = []
        const ledger = ledgerOf(store)
        let after = 0
        for (;;) {
          const { rows, more } = await ledger.page({ after: { position: after }, limit: 500 })
          for (const { doc } of rows) {
            const wanted =
              (simulator === undefined || doc.simulator === simulator) &&
              (event === undefined || doc.event === event) &&
              (state === undefined || doc.state === state)
            if (wanted) shown.push(withoutSecret(doc))
          }
          after = rows.at(-1)?.position ?? after
          if (!more) return shown.slice(-limit)
        }
      },

      async redeliver(id) {
        return change(async () => {
          const ledger = ledgerOf(store)
          const delivery = await ledger.get(id)
          if (!delivery) throw new UsageError(`There is no delivery "${id}".`, 404)
          const now = clock.now()
          const pending: Delivery = { ...delivery, state: 'PENDING', nextAttemptAt: toIso(now) }
          await ledger.put(pending)
          await store.jobs.add({
            due: now,
            simulator: delivery.simulator,
            kind: DELIVER,
            subject: laneOf(delivery.subscription),
            payload: { delivery: id },
          })
          return withoutSecret(pending)
        })
      },

      settled: () => scheduler.settled(),
    },

    contract: async (simulator) => simulatorNamed(simulator).contract.document,

    reset: () => scheduler.exclusive(restart),
  }
}

/** The member of a map; names such as `constructor` are in none. */
function named<T>(kind: string, name: string, map: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(map, name) ? map[name] : undefined
  if (found === undefined) throw unknownName(kind, name, Object.keys(map))
  return found
}

function describe({ name, definition, contract, settings }: Running): SimulatorListing {
  return {
    name,
    title: contract.title,
    provider: definition.provider,
    operations: contract.operations.map(({ id, method, path, summary, evidence }) => ({
      id,
      method,
      path,
      summary,
      evidence,
    })),
    resources: (definition.resources ?? []).map((resource) => ({
      collection: resource.collection,
      states: resource.states,
      moves: resource.moves,
      diagram: toMermaid(resource),
    })),
    collections: Object.keys(definition.collections),
    events: Object.entries(definition.events ?? {}).map(([event, { about, parameters = {} }]) => ({
      event,
      about,
      parameters,
    })),
    settings,
  }
}

function instantOf(clock: Clock, target: AdvanceTarget): number {
  if (typeof target === 'object' && 'to' in target) return instantAhead(clock, target.to)
  const by = typeof target === 'string' ? target : target.by
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
