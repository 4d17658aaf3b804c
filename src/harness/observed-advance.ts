/** What happens during an advance, and which of it the advance must wait for. */
import type { SentDelivery } from '../deliveries/delivery.ts'
import type { Transition } from '../simulator/state-graph.ts'
import type { Job } from '../store/store.ts'
import type { UnitOfWork } from './unit-of-work.ts'

export interface ObservedAdvance {
  readonly transitions: Transition[]
  /** In the order in which the messages were sent, whichever receiver answers first. */
  readonly flights: Promise<SentDelivery | undefined>[]
  /** Jobs up to this number were there when it began. */
  begin(lastJob: number): void
  /** Whether it must run a job: it was there when the advance began, or is caused by such jobs. */
  isOwn(job: Pick<Job, 'id'>): boolean
  /** Jobs were run in a unit of work, which may have added others. */
  ran(jobs: readonly Job[], unit: Pick<UnitOfWork, 'addedJobs'>): void
  /** A unit of work was stored. */
  observe(unit: Pick<UnitOfWork, 'transitions' | 'addedJobs'>): void
}

export function createObservedAdvance(): ObservedAdvance {
  const transitions: Transition[] = []
  /** Jobs from this number on were added while it ran. */
  let firstAdded = Number.POSITIVE_INFINITY
  /** Those of them that its own work has added. */
  const own = new Set<number>()
  const isOwn = ({ id }: Pick<Job, 'id'>) => id < firstAdded || own.has(id)

  return {
    transitions,
    flights: [],

    begin(lastJob) {
      firstAdded = lastJob + 1
    },

    isOwn,

    ran(jobs, unit) {
      if (jobs.some(isOwn)) for (const id of unit.addedJobs) own.add(id)
    },

    observe(unit) {
      for (const transition of unit.transitions) transitions.push(transition)
      for (const id of unit.addedJobs) if (!own.has(id)) firstAdded = Math.min(firstAdded, id)
    },
  }
}
