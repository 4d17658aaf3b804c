/** One isolated universe as the engine's parts share it. `harness.ts` puts it together. */

import type { Contract } from '../contract/contract.ts'
import type { Validator } from '../contract/validator.ts'
import type { Faults } from '../faults/faults.ts'
import type { Authorization } from '../http/authorization.ts'
import type { Journal } from '../journal/journal.ts'
import type { Context, Settings, SimulatorDefinition } from '../simulator/simulator.ts'
import type { Job, Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { TransactionClock } from './transaction-clock.ts'

/** A simulator inside a harness. */
export interface Running {
  name: string
  definition: SimulatorDefinition
  contract: Contract
  validator: Validator
  settings: Settings
  auth: Authorization
  context: Context
  /** Does one of its jobs, inside a transaction. */
  change(job: Job): Promise<void>
}

export interface World {
  clock: Clock
  /** What simulators and requests are told of the clock: it does not move while one of them works. */
  present: TransactionClock
  random: Random
  store: Store
  journal: Journal
  faults: Faults
  scheduler: Scheduler
  simulators: ReadonlyMap<string, Running>
  /** Largest request body, in bytes. */
  bodyLimit: number
  /** Runs writes that belong together: all or nothing, one after the other. */
  write<R>(work: () => Promise<R>): Promise<R>
  /** As `write`; what shall arrive before the answer has arrived when it resolves. */
  answer<R>(work: () => Promise<R>): Promise<R>
  /** Hears of a simulator that breaks its own contract or throws: our defect. */
  defect(error: unknown): void
}
