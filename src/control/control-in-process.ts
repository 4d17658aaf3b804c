/** `Control` over a harness in this process: what each part of it does lies in a file of its own. */
import type { Faults } from '../faults/faults.ts'
import type { Clock } from '../harness/clock.ts'
import type { Scheduler } from '../harness/scheduler.ts'
import type { Snapshot } from '../harness/snapshot.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import { explainJournal } from '../journal/explain.ts'
import { type Recording, toHar } from '../journal/har.ts'
import type { Journal } from '../journal/journal.ts'
import type { HarnessSeed } from '../seed/seed.ts'
import type { Store } from '../store/store.ts'
import { checkFilter, instant, limit, name } from './check-filter.ts'
import { createClockControl } from './clock-control.ts'
import type { Control } from './control.ts'
import { createDeliveryControl } from './delivery-control.ts'
import { describe } from './describe-simulator.ts'
import { type RunningSimulators, simulatorNamed } from './find-named.ts'
import { createPeopleControl } from './people-control.ts'
import { createRecorder } from './recorder.ts'
import { createEventControl, createScenarioControl } from './scenario-control.ts'
import { createStateControl } from './state-control.ts'
import { createTokenControl } from './token-control.ts'

export interface ControlDeps {
  clock: Clock
  store: Pick<Store, 'collection' | 'jobs' | 'getMeta'>
  units: UnitsOfWork
  scheduler: Scheduler
  journal: Journal
  faults: Pick<Faults, 'add' | 'list' | 'clear'>
  simulators: RunningSimulators
  recording: () => Promise<Recording>
  /** The state of the whole harness. */
  harnessState: {
    reset(): Promise<void>
    snapshot(): Promise<Snapshot>
    restore(snapshot: unknown): Promise<void>
  }
  harnessSeed: Pick<HarnessSeed, 'export'>
}

const JOURNAL_FILTER = {
  simulator: name,
  operation: name,
  status: { type: 'integer', minimum: 100, maximum: 599, optional: true },
  since: instant,
  until: instant,
  limit,
  after: { type: 'integer', minimum: 0, optional: true },
}

export function createControl(deps: ControlDeps): Control {
  const { clock, store, units, scheduler, journal, faults, simulators, recording, harnessState: whole } = deps
  const recorder = createRecorder({ units, journal, scheduler })

  return {
    clock: createClockControl({ clock, scheduler, units, recorder }),
    scenarios: createScenarioControl({ simulators, recorder }),

    subjects: {
      list: async () =>
        [...simulators.values()].flatMap(({ name: simulator, definition }) =>
          (definition.subjects ?? []).map((subject) => ({ simulator, ...subject })),
        ),
    },

    simulators: { list: async () => [...simulators.values()].map(describe) },
    tokens: createTokenControl({ simulators, recorder }),
    state: createStateControl({ simulators, store, recorder }),
    people: createPeopleControl({ simulators, recorder }),
    events: createEventControl({ simulators, recorder }),

    faults: {
      add: (declaration) => recorder.change(async () => faults.add(declaration), 'faults.add', declaration),
      list: () => units.look(async () => faults.list()),
      clear: (id) => recorder.change(async () => faults.clear(id), 'faults.clear', id),
    },

    journal: {
      find: async (filter) => journal.find(checkFilter('The journal', JOURNAL_FILTER, filter)),
      page: async (filter) => journal.page(checkFilter('The journal', JOURNAL_FILTER, filter)),
      actions: journal.actions,
      explain: async (filter) => explainJournal(journal, checkFilter('The journal', JOURNAL_FILTER, filter)),
      har: async () => toHar(await recording()),
      clear: journal.clear,
    },

    deliveries: createDeliveryControl({ store, clock: units.clock, scheduler, recorder }),
    contract: async (simulator) => simulatorNamed(simulators, simulator).contract.document,
    seedData: () => deps.harnessSeed.export(),
    snapshot: whole.snapshot,
    restore: (given) => scheduler.exclusive(() => whole.restore(given)),
    reset: () => scheduler.exclusive(whole.reset),
  }
}
