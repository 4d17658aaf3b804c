/** Wires the parts of a harness together. Each part is in its own file. */
import { createControl } from '../control/control-in-process.ts'
import { createDeliveryWorker } from '../deliveries/delivery-worker.ts'
import { createInFlightDeliveries } from '../deliveries/in-flight.ts'
import { createLanes } from '../deliveries/lanes.ts'
import { createFaults } from '../faults/faults.ts'
import type { Client } from '../http/authorization.ts'
import { createPipeline } from '../http/pipeline.ts'
import { createRouter } from '../http/router.ts'
import { createDeletions } from '../journal/deletions.ts'
import type { Recording } from '../journal/har.ts'
import { createJournal, type JournalLimits } from '../journal/journal.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { startSimulators } from '../simulator/start-simulator.ts'
import { openMemoryStore } from '../store/memory.ts'
import type { Job } from '../store/store.ts'
import { createClock, systemWall, toIso } from './clock.ts'
import { createDefects } from './defects.ts'
import type { HarnessOptions } from './harness.ts'
import { createHarnessMemory, readHarnessMemory } from './harness-memory.ts'
import { createHarnessState } from './harness-state.ts'
import { createRandom } from './random.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { startAnchor } from './start-clock.ts'
import { createUnitsOfWork, type UnitOfWork } from './unit-of-work.ts'
import { createWaiters } from './waiters.ts'

const BODY_LIMIT = 10 * 1024 * 1024
const JOURNAL_LIMITS: JournalLimits = { exchanges: 1_000, bytes: 16 * 1024 * 1024 }

export type HarnessParts = Awaited<ReturnType<typeof assembleHarness>>

/**
 * @param driven true for a replay: time does not pass and due work does not run by itself, and no message is sent.
 * @throws UsageError if an option is invalid.
 */
export async function assembleHarness(options: HarnessOptions, driven: boolean) {
  const { wall = systemWall, seed = 1, bodyLimit = BODY_LIMIT, settings = {}, tenant } = options
  const clients = (options.clients ?? {}) as Readonly<Record<string, readonly Client[]>>
  let start = startAnchor(options, wall)
  const store = options.store ?? openMemoryStore()
  const remembered = await readHarnessMemory(store)
  const clock = createClock(remembered.clock ?? start, wall)
  const random = createRandom(remembered.seed ?? seed, remembered.drawn)
  const journal = createJournal({ ...JOURNAL_LIMITS, ...options.journal })
  if (remembered.clock) journal.spoil('The store held something at the start.')
  journal.skipTo(remembered.exchanges)
  const memory = createHarnessMemory({ store, clock, random, journal })
  const deletions = createDeletions()
  const defects = createDefects(options.onDefect)
  const reportDefect = defects.report
  const inFlight = createInFlightDeliveries(options.webhooks?.send)

  const units = createUnitsOfWork({ store, clock, memory, committed, reportDefect })
  const simulators = startSimulators(options.simulators, {
    store,
    units,
    deletions,
    random,
    settings,
    clients,
    tenant,
  })
  const faults = createFaults({ simulators, clock: units.clock, seed: remembered.seed ?? seed })
  const waiters = createWaiters({ clock, driven, waiting: () => scheduler.wake() })
  const lanes = createLanes({ reportDefect, left: () => scheduler.wake() })
  const worker = createDeliveryWorker({
    store,
    clock,
    units,
    faults,
    journal,
    simulatorOf,
    sendAhead: (jobs) => scheduler.sendAhead(jobs),
    send: inFlight.send,
    allow: options.webhooks?.allow ?? (() => true),
  })
  const scheduler: Scheduler = createScheduler({
    clock,
    store,
    units,
    lanes,
    waiters,
    journal,
    runJob: (job) => simulatorOf(job).runJob(job),
    deliver: worker.deliver,
    driven,
    reportDefect,
  })
  const router = createRouter([...simulators.values()])
  const handle = createPipeline({
    router,
    units,
    journal,
    faults,
    worker,
    scheduler,
    waiters,
    random,
    bodyLimit,
    reportDefect,
  })
  const harnessState = createHarnessState({
    clock,
    wall,
    store,
    memory,
    random,
    journal,
    deletions,
    faults,
    lanes,
    waiters,
    units,
    scheduler,
    simulators: [...simulators.keys()],
    seed,
    start: () => {
      start = startAnchor(options, wall)
      return start
    },
  })
  const control = createControl({
    clock,
    store,
    units,
    scheduler,
    journal,
    faults,
    simulators,
    recording,
    harnessState,
  })

  function committed({ transitions, addedJobs }: UnitOfWork): void {
    scheduler.observe(transitions)
    if (addedJobs) scheduler.wake()
  }

  function simulatorOf({ simulator }: Job): RunningSimulator {
    const running = simulators.get(simulator)
    if (!running) throw new Error(`A job is for ${simulator}, which this harness does not have.`)
    return running
  }

  function recording(): Recording {
    const origin = {
      seed,
      start: toIso(start.virtual),
      clock: { mode: start.mode, factor: start.factor },
      simulators: [...simulators.keys()],
      settings,
      clients,
      bodyLimit,
      ...(tenant !== undefined && { tenant }),
    }
    return { origin, ...journal.contents() }
  }

  return {
    clock,
    wall,
    store,
    units,
    defects,
    scheduler,
    waiters,
    inFlight,
    router,
    handle,
    control,
    simulators,
    bodyLimit,
  }
}
