/** A harness: one isolated universe of simulators, clock, store, people, journal and deliveries. */

import type { Control } from '../control/control.ts'
import { createControl } from '../control/control-in-process.ts'
import { UsageError } from '../control/usage-error.ts'
import { deliveryStoreOf } from '../deliveries/delivery.ts'
import { createDeliveryWorker, type QueuedMessage } from '../deliveries/delivery-worker.ts'
import { createInFlightDeliveries } from '../deliveries/in-flight.ts'
import { createFaults, type Faults } from '../faults/faults.ts'
import { type Client, createAuthorization } from '../http/authorization.ts'
import { type ApiRequest, type ApiResponse, fromWebRequest, toWebResponse } from '../http/messages.ts'
import { createPipeline } from '../http/pipeline.ts'
import { createDeletions } from '../journal/deletions.ts'
import type { Origin, Recording } from '../journal/har.ts'
import { createJournal, type JournalLimits } from '../journal/journal.ts'
import type { LogEvent } from '../journal/log-event.ts'
import { createContext } from '../simulator/context.ts'
import { applySettings } from '../simulator/settings.ts'
import type { Settings, Simulator } from '../simulator/simulator.ts'
import type { NamesOf, SettingsChanges, SimulatorNames } from '../simulator/simulator-names.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import type { Job, Store } from '../store/store.ts'
import {
  type ClockAnchor,
  createClock,
  isFactor,
  parseInstant,
  systemWall,
  toIso,
  type Wall,
} from './clock.ts'
import { createRandom, type Random } from './random.ts'
import { createScheduler, DELIVER, type Transition } from './scheduler.ts'
import { checkSnapshot, type Snapshot } from './snapshot.ts'
import { createTransactionClock } from './transaction-clock.ts'
import type { Running, World } from './world.ts'

export interface HarnessOptions<N extends SimulatorNames = SimulatorNames> {
  simulators: readonly Simulator<N>[]
  /** Where the clock starts, ISO 8601; the present by default. A store that has a clock keeps its own. */
  now?: string
  /** The same seed, start and requests give the same bytes. */
  seed?: number
  clock?: { mode: 'manual' } | { mode: 'real'; factor?: number }
  /** SQLite in memory by default; `openSqliteStore(file)` survives a restart. */
  store?: Store
  /** Changes to the settings of a simulator, by its name. */
  settings?: SettingsChanges<N>
  /** OAuth clients beside the ready-made ones, by simulator. */
  clients?: { readonly [Name in N['name']]?: readonly Client[] }
  /** Name under which OAuth clients can be bound to this harness, as `id@tenant`. */
  tenant?: string
  /** Largest request body in bytes; 10 MiB by default. */
  bodyLimit?: number
  journal?: Partial<JournalLimits>
  webhooks?: {
    /** Sends the messages; `fetch` by default. */
    send?: typeof fetch
    /** Which receivers may be sent to; all by default. */
    allow?: (url: URL) => boolean
  }
  /**
   * Hears of our own defects: a simulator that breaks its contract or throws. Without it such a defect rejects
   * the request, or the advance, that met it, so that a test cannot miss it.
   */
  onDefect?: (error: unknown) => void
  /** The wall clock that a real clock follows. */
  wall?: Wall
}

export interface Harness<N extends SimulatorNames = SimulatorNames> extends Control<N> {
  /** The engine as a plain fetch function: no sockets, no interception. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** What the doors call: plain request in, plain response out. */
  handle(request: ApiRequest): Promise<ApiResponse>
  /** Largest request body in bytes. */
  readonly bodyLimit: number
  /** Hosts at which the providers offer the simulated APIs. */
  readonly hosts: readonly string[]
  /** Whether a webhook message to this URL is on its way. */
  isSendingTo(url: string): boolean
  /** Breaks the connections that a fault keeps waiting, now and from now on: for a server that is closing. */
  hangUp(): void
  /** Ends what is under way. A defect that nothing has reported yet rejects it. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const EXCHANGES_AT_ONCE = 1_000
const BODY_LIMIT = 10 * 1024 * 1024
const JOURNAL_LIMITS: JournalLimits = { exchanges: 1_000, bytes: 16 * 1024 * 1024 }

/**
 * Makes a harness.
 * @throws UsageError when an option makes no sense.
 */
export async function createHarness<const L extends readonly Simulator[]>(
  options: HarnessOptions<NamesOf<L>> & { simulators: L },
): Promise<Harness<NamesOf<L>>> {
  const { harness } = await build(options as unknown as HarnessOptions, false)
  return harness as Harness<NamesOf<L>>
}

/** A harness in which nothing happens by itself, for a replay. */
export interface DrivenHarness {
  harness: Harness
  /** Sets the clock, which stands still there. */
  setClock(at: number): void
  /** Does work that was done together, by the numbers of its jobs. */
  work(jobs: readonly number[]): Promise<void>
  /** Stores how a receiver answered. */
  attempted(event: LogEvent & { kind: 'attempt' }): Promise<void>
}

/** As `createHarness`; neither time nor due work moves there, and no message is sent. */
export function createDrivenHarness(options: HarnessOptions): Promise<DrivenHarness> {
  return build({ ...options, clock: { mode: 'manual' } }, true)
}

async function build(options: HarnessOptions, driven: boolean): Promise<DrivenHarness> {
  const wall = options.wall ?? systemWall
  let started = startAnchor(options, wall)
  checkNames(options.simulators)
  const store = options.store ?? openSqliteStore(':memory:')
  const clock = createClock(await readAnchor(store, started), wall)
  const present = createTransactionClock(clock)
  const deletions = createDeletions()
  const journal = createJournal({ ...JOURNAL_LIMITS, ...options.journal })
  if ((await store.getMeta('clock')) !== undefined) journal.spoil('The store held something at the start.')
  const ownSeed = options.seed ?? 1
  let seed = Number((await store.getMeta('seed')) ?? ownSeed)
  let random = createRandom(seed, Number((await store.getMeta('drawn')) ?? 0))
  journal.skipTo(Number((await store.getMeta('exchanges')) ?? 0))
  let stored = { drawn: random.position(), clock: -1, exchanges: journal.last() }
  let defects: unknown[] = []
  let queued = false
  const outbox = createInFlightDeliveries(options.webhooks?.send)
  /** Transitions of the transaction under way. */
  let moved: Transition[] = []
  /** Messages of the transaction under way, with the jobs that send them. */
  let messages: QueuedMessage[] = []

  /** Parts keep this one; a reset starts it over. */
  const chance: Random = {
    uuid: () => random.uuid(),
    hex: (digits) => random.hex(digits),
    token: (bytes) => random.token(bytes),
    integer: (least, most) => random.integer(least, most),
    pick: (of) => random.pick(of),
    position: () => random.position(),
  }

  function defect(error: unknown): void {
    if (options.onDefect) options.onDefect(error)
    else defects.push(error)
  }

  /** Without a listener, a defect fails whatever is under way. */
  function raise(): void {
    const [first] = defects
    defects = []
    if (first) throw first
  }

  async function answer<R>(work: () => Promise<R>): Promise<R> {
    let ahead: Job[] = []
    const result = await write(async () => {
      const done = await work()
      ahead = await courier.takeAhead(messages)
      return done
    })
    await scheduler.sendAhead(ahead)
    return result
  }

  async function write<R>(work: () => Promise<R>): Promise<R> {
    const { result, transitions } = await store.transaction(() =>
      present.during(async () => {
        moved = []
        messages = []
        const done = await work()
        await remember()
        return { result: done, transitions: moved }
      }),
    )
    scheduler.observe(transitions)
    if (queued) {
      queued = false
      scheduler.wake()
    }
    return result
  }

  /** Stores how far chance and time have come, when they have moved by other than the wall. */
  async function remember(): Promise<void> {
    if (random.position() !== stored.drawn) {
      stored = { ...stored, drawn: random.position() }
      await store.setMeta('drawn', String(stored.drawn))
    }
    if (journal.last() > stored.exchanges) {
      // Not each time: a restart leaves a gap in the numbers.
      stored = { ...stored, exchanges: journal.last() + EXCHANGES_AT_ONCE }
      await store.setMeta('exchanges', String(stored.exchanges))
    }
    if (clock.revision() !== stored.clock) {
      stored = { ...stored, clock: clock.revision() }
      await store.setMeta('clock', JSON.stringify(clock.anchor()))
    }
  }

  const scheduler = createScheduler({
    clock,
    store,
    write,
    defect,
    driven,
    begun: (jobs) => journal.note({ kind: 'work', jobs: jobs.map(({ id }) => id) }, present.now()),
    change: (job) => runningOf(job).change(job),
    deliver: (job, wanted) => courier.deliver(job, wanted),
  })

  const simulators = new Map<string, Running>()
  for (const { name, definition, contract, validator } of options.simulators) {
    const settings = applySettings(name, definition.settings, options.settings?.[name])
    const known = [...(options.clients?.[name] ?? []), ...(definition.clients ?? [])]
    const auth = createAuthorization({
      simulator: name,
      known,
      settings,
      store,
      clock: present,
      random: chance,
      tenant: options.tenant,
    })
    const { context, change } = createContext({
      definition,
      store,
      clock: present,
      deletions,
      random: chance,
      settings,
      auth,
      checkEvent: (event, body) => {
        const breaches = validator.event(event, body)
        if (breaches.length > 0)
          defect(new Error(`${name} broke its contract with ${event}: ${breaches.join('; ')}`))
      },
      observe: (transition) => {
        moved.push(transition)
      },
      queued: () => {
        queued = true
      },
      messaged: (delivery, job) => {
        messages.push({ delivery, job })
      },
    })
    simulators.set(name, { name, definition, contract, validator, settings, auth, context, change })
  }
  checkSettingsNames(options.settings ?? {}, simulators)

  function runningOf({ simulator }: Job): Running {
    const running = simulators.get(simulator)
    if (!running) throw new Error(`A job is for ${simulator}, which this harness does not have.`)
    return running
  }

  const faults: Faults = createFaults({ simulators, clock: present, seed })
  const courier = createDeliveryWorker({
    store,
    clock,
    present,
    faults,
    journal,
    write,
    runningOf,
    sendAhead: (jobs) => scheduler.sendAhead(jobs),
    send: outbox.send,
    allow: options.webhooks?.allow ?? (() => true),
  })

  function recording(): Recording {
    const origin: Origin = {
      seed: ownSeed,
      start: toIso(started.virtual),
      clock: { mode: started.mode, factor: started.factor },
      simulators: [...simulators.keys()],
      settings: options.settings ?? {},
      clients: options.clients ?? {},
      bodyLimit: world.bodyLimit,
      ...(options.tenant !== undefined && { tenant: options.tenant }),
    }
    return { origin, ...journal.contents() }
  }

  const world: World = {
    clock,
    present,
    random: chance,
    store,
    journal,
    faults,
    scheduler,
    simulators,
    bodyLimit: options.bodyLimit ?? BODY_LIMIT,
    write,
    answer,
    defect,
  }
  const pipeline = createPipeline(world)

  async function restart(): Promise<void> {
    scheduler.forget()
    await store.clear()
    journal.restart()
    deletions.clear()
    seed = ownSeed
    faults.restart(seed)
    random = createRandom(seed)
    started = startAnchor(options, wall)
    clock.restart(started)
    stored = { drawn: 0, clock: -1, exchanges: 0 }
    await write(async () => {})
  }

  function snapshot(): Promise<Snapshot> {
    return store.transaction(async () => ({
      tvilling: 1,
      simulators: [...simulators.keys()],
      seed,
      clock: clock.reading(),
      drawn: random.position(),
      exchanges: journal.last(),
      faults: faults.keep(),
      store: await store.dump(),
    }))
  }

  async function load(given: unknown): Promise<void> {
    const {
      seed: theirs,
      drawn,
      exchanges,
      faults: declared,
      clock: reading,
      store: dump,
    } = checkSnapshot(given, [...simulators.keys()])
    scheduler.forget()
    await write(async () => {
      try {
        // The store must have heard of every collection; this one may not have been used yet.
        deliveryStoreOf(store)
        await store.load(dump)
      } catch (error) {
        throw new UsageError(`The snapshot is broken: ${(error as Error).message.replace(/\.$/, '')}.`)
      }
      await store.setMeta('seed', String(theirs))
      faults.load(declared, theirs)
      seed = theirs
      random = createRandom(seed, drawn)
      deletions.clear()
      const { mode, factor, now } = reading
      clock.restart({ mode, factor, virtual: Date.parse(now), wall: wall.now() })
      journal.skipTo(exchanges)
      stored = { drawn: -1, clock: -1, exchanges: -1 }
      journal.note({ kind: 'control', action: 'restore', input: [given] }, clock.now())
    })
    scheduler.wake()
  }

  const control = createControl(world, { restart, snapshot, load, recording })
  await write(async () => {})
  // Whatever fell due while the store was closed.
  if ((await store.jobs.count()) > 0) scheduler.wake()

  async function handle(request: ApiRequest): Promise<ApiResponse> {
    if (ended) throw new UsageError('This harness is closed.', 409)
    const response = await pipeline(request)
    raise()
    return response
  }

  async function end(): Promise<void> {
    await scheduler.stop()
    await write(async () => {})
    await store.close()
    raise()
  }

  let ended: Promise<void> | undefined
  function close(): Promise<void> {
    ended ??= end()
    return ended
  }

  const harness: Harness = {
    ...control,
    clock: {
      ...control.clock,
      async advance(target) {
        const advanced = await control.clock.advance(target)
        raise()
        return advanced
      },
    },
    handle,
    bodyLimit: world.bodyLimit,
    hangUp: scheduler.hangUp,
    hosts: [...simulators.values()].flatMap(({ contract }) => [...contract.hosts.keys()]),
    isSendingTo: outbox.isSendingTo,
    async fetch(input, init) {
      const request = new Request(input, init)
      return toWebResponse(await handle(await fromWebRequest(request, world.bodyLimit)))
    },
    close,
    [Symbol.asyncDispose]: close,
  }

  return {
    harness,
    setClock: (at) => clock.restart({ mode: 'manual', factor: 1, virtual: at, wall: wall.now() }),
    work: scheduler.redo,

    attempted: ({ job, delivery: id, attempt, state, nextAttemptAt, queuedJobs }) =>
      write(async () => {
        const delivery = await deliveryStoreOf(store).get(id)
        if (!delivery) return
        const attempts = attempt ? [...delivery.attempts, attempt] : delivery.attempts
        const next = nextAttemptAt && Date.parse(nextAttemptAt)
        await (next ? store.jobs.postpone(job, next) : store.jobs.remove(job))
        await deliveryStoreOf(store).put({ ...delivery, attempts, state, nextAttemptAt })
        // Numbers of jobs go on as they did.
        for (let count = 0; count < queuedJobs; count += 1) {
          const idle = { due: 0, simulator: delivery.simulator, kind: DELIVER, subject: '', payload: null }
          await store.jobs.remove(await store.jobs.add(idle))
        }
      }),
  }
}

function startAnchor({ now, clock }: HarnessOptions, wall: Wall): ClockAnchor {
  const virtual = now === undefined ? wall.now() : parseInstant(now)
  if (virtual === undefined) {
    throw new UsageError(`"${now}" is no point in time. Write it as 2026-01-01T00:00:00Z.`)
  }
  const factor = clock?.mode === 'real' ? (clock.factor ?? 1) : 1
  if (!isFactor(factor)) throw new UsageError('The factor must be more than 0 and at most 1000000.')
  return { mode: clock?.mode ?? 'manual', factor, virtual, wall: wall.now() }
}

/** A store that was used before goes on where its clock stood, in its own mode and speed. */
async function readAnchor(store: Store, start: ClockAnchor): Promise<ClockAnchor> {
  const kept = await store.getMeta('clock')
  return kept === undefined ? start : (JSON.parse(kept) as ClockAnchor)
}

function checkNames(simulators: readonly Simulator[]): void {
  const scenarios = new Map<string, string>()
  const names = new Set<string>()
  for (const { name, definition } of simulators) {
    if (names.has(name)) throw new UsageError(`The simulator ${name} is given twice.`)
    names.add(name)
    for (const scenario of Object.keys(definition.scenarios ?? {})) {
      const other = scenarios.get(scenario)
      if (other) throw new UsageError(`${other} and ${name} both have a scenario "${scenario}".`)
      scenarios.set(scenario, name)
    }
  }
}

function checkSettingsNames(
  settings: Readonly<Record<string, Settings>>,
  simulators: Map<string, Running>,
): void {
  const stray = Object.keys(settings).find((name) => !simulators.has(name))
  if (stray !== undefined) {
    throw new UsageError(
      `Settings name the simulator "${stray}"; there are ${[...simulators.keys()].join(', ')}.`,
    )
  }
}
