/** Wires the parts of a harness together. Each part is in its own file. */
import { createControl } from '../control/control-in-process.ts'
import { createDeliveryBound, KEPT_DELIVERIES } from '../deliveries/delivery-bound.ts'
import { createDeliveryWorker } from '../deliveries/delivery-worker.ts'
import { createInFlightDeliveries } from '../deliveries/in-flight.ts'
import { createLanes } from '../deliveries/lanes.ts'
import { createFaults } from '../faults/faults.ts'
import { createAdmission } from '../http/admission.ts'
import type { Client } from '../http/authorization.ts'
import { createPipeline } from '../http/pipeline.ts'
import { createRouter } from '../http/router.ts'
import { createDeletions, createSharedDeletions } from '../journal/deletions.ts'
import type { Recording } from '../journal/har.ts'
import type { Journal, JournalLimits } from '../journal/journal.ts'
import { createMemoryJournal } from '../journal/memory-journal.ts'
import { createSharedJournal } from '../journal/shared-journal.ts'
import { readSeedClock } from '../seed/read-seed.ts'
import { createHarnessSeed, partsOf } from '../seed/seed.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { startSimulators } from '../simulator/start-simulator.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { Job, Store } from '../store/store.ts'
import { type ClockAnchor, createClock, systemWall, toIso } from './clock.ts'
import { createDefects } from './defects.ts'
import type { HarnessOptions } from './harness.ts'
import { createHarnessMemory, type Remembered, readHarnessMemory } from './harness-memory.ts'
import { createHarnessState } from './harness-state.ts'
import { createRandom } from './random.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { startAnchor } from './start-clock.ts'
import { createHostCheck } from './strict-hosts.ts'
import { createTurns } from './turns.ts'
import { createUnitsOfWork, type UnitOfWork } from './unit-of-work.ts'
import { createWaiters } from './waiters.ts'

const BODY_LIMIT = 10 * 1024 * 1024
const JOURNAL_LIMITS: JournalLimits = { exchanges: 1_000, bytes: 16 * 1024 * 1024 }

export type HarnessParts = Awaited<ReturnType<typeof assembleHarness>>

/**
 * Each part takes from what it is given the few things that its `…Deps` names.
 * @param driven true for a replay: time does not pass and due work does not run by itself, and no message is sent.
 * @throws UsageError if an option is invalid.
 */
export async function assembleHarness(options: HarnessOptions, driven: boolean) {
  const { wall = systemWall, seed = 1, bodyLimit = BODY_LIMIT, settings = {}, tenant } = options
  const clients = (options.clients ?? {}) as Readonly<Record<string, readonly Client[]>>
  const seedParts = partsOf(options.seedData)
  let start = startAnchor(withClock(options, seedParts), wall)

  // What everything else rests on.
  const store = options.store ?? openMemoryStore()
  const remembered = await readHarnessMemory(store)
  const clock = createClock(startClock(remembered.clock, start), wall)
  const random = createRandom(remembered.seed ?? seed, remembered.drawn)
  const journal = startJournal(store, { ...JOURNAL_LIMITS, ...options.journal }, remembered)
  const deletions = store.shared
    ? createSharedDeletions(store.shared.log, () => journal.position().turn)
    : createDeletions()
  const defects = createDefects(options.onDefect)
  const reportDefect = defects.report
  const base = { wall, store, clock, random, journal, deletions, reportDefect, driven }

  // Simulators, and the units of work in which they act.
  const units = createUnitsOfWork({
    ...base,
    memory: () => memory,
    plant: (unit) => harnessSeed.plant(unit),
    committed,
    replaced: letGo,
  })
  const simulators = startSimulators(options.simulators, { ...base, units, settings, clients, tenant })
  const names = [...simulators.keys()]
  const faults = createFaults({ simulators, clock: units.clock, seed: remembered.seed ?? seed })
  if (remembered.faults) faults.load(remembered.faults, remembered.seed ?? seed)
  const ownsClock = () => scheduler.advances()
  const memory = createHarnessMemory({ ...base, faults, seed, ownsClock, startAgain })

  // Time: jobs that are due, messages on their way, answers that wait.
  const waiters = createWaiters({ ...base, changed: () => scheduler.wake() })
  const lanes = createLanes({ ...base, left: () => scheduler.wake() })
  const inFlight = createInFlightDeliveries(options.webhooks?.send)
  const turns = createTurns(inFlight)
  const worker = createDeliveryWorker({
    ...base,
    units,
    faults,
    simulatorOf,
    sendAhead: (jobs) => scheduler.sendAhead(jobs),
    send: inFlight.send,
    allow: options.webhooks?.allow ?? (() => true),
    onAttempt: options.webhooks?.onAttempt ?? (() => {}),
    bound: createDeliveryBound(store, options.webhooks?.kept ?? KEPT_DELIVERIES),
  })
  const runJob = (job: Job) => simulatorOf(job).runJob(job)
  const { deliver } = worker
  const scheduler: Scheduler = createScheduler({ ...base, units, lanes, turns, waiters, runJob, deliver })
  store.shared?.onChange(scheduler.wake)

  // The state in which it starts.
  const harnessSeed = createHarnessSeed(seedParts, {
    ...base,
    units,
    faults,
    running: simulators,
    simulators: options.simulators,
    seed,
  })

  // What is asked of it: by clients, and by whoever controls it.
  const router = createRouter([...simulators.values()])
  const acting = { ...base, units, faults, waiters, scheduler }
  const handle = createPipeline({ ...acting, router, worker, bodyLimit })
  const admits = createAdmission({ router, units, bodyLimit })
  const state = { ...acting, memory, simulators: names, letGo, startAgain }
  const harnessState = createHarnessState(state)
  const control = createControl({ ...acting, simulators, recording, harnessState, harnessSeed })

  function committed(unit: UnitOfWork): void {
    scheduler.observe(unit)
    if (unit.addedJobs.length > 0) scheduler.wake()
  }

  function simulatorOf({ simulator }: Job): RunningSimulator {
    const running = simulators.get(simulator)
    if (!running) throw new Error(`A job is for ${simulator}, which this harness does not have.`)
    return running
  }

  function letGo(): void {
    lanes.forget()
    waiters.dismiss()
    deletions.clear()
  }

  function startAgain(): void {
    start = startAnchor(withClock(options, harnessSeed.parts()), wall)
    journal.restart()
    faults.restart(seed)
    random.restart(seed)
    clock.restart(start)
  }

  async function recording(): Promise<Recording> {
    const { mode, factor, virtual } = start
    const seedData = harnessSeed.parts()
    const origin = {
      seed,
      start: toIso(virtual),
      clock: { mode, factor },
      simulators: names,
      settings,
      clients,
      bodyLimit,
      ...(seedData.length > 0 && { seedData }),
      ...(tenant !== undefined && { tenant }),
    }
    return { origin, ...(await journal.contents()) }
  }

  const hosts = [...simulators.values()].flatMap(({ contract }) => [...contract.hosts.keys()])
  const checkHost = createHostCheck(options.strictHosts, hosts)

  return {
    ...acting,
    defects,
    inFlight,
    router,
    handle,
    admits,
    control,
    simulators,
    bodyLimit,
    hosts,
    checkHost,
    harnessState,
    harnessSeed,
    options,
  }
}

function startJournal(store: Store, limits: JournalLimits, { clock, exchanges }: Remembered): Journal {
  if (store.shared) return createSharedJournal(store.shared.log, limits)
  const journal = createMemoryJournal(limits)
  if (clock) journal.spoil('The store held something at the start.')
  journal.continueAfter({ exchange: exchanges, turn: 0 })
  return journal
}

/** A clock whose process ended during an advance stands still no longer. */
function startClock(remembered: ClockAnchor | undefined, start: ClockAnchor): ClockAnchor {
  if (!remembered) return start
  const { held, ...free } = remembered
  return free
}

/** The options, with the clock of seed data where they have none. */
function withClock(
  options: HarnessOptions,
  seedParts: readonly unknown[],
): Pick<HarnessOptions, 'now' | 'clock'> {
  const { now, mode, factor } = readSeedClock(seedParts)
  const clock = mode === 'real' ? { mode, ...(factor !== undefined && { factor }) } : mode && { mode }
  return {
    ...(now !== undefined && { now }),
    ...(clock && { clock }),
    ...(options.now !== undefined && { now: options.now }),
    ...(options.clock && { clock: options.clock }),
  }
}
