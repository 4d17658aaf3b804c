/** A simulator inside a harness: its definition and contract, with the settings, clients and state of that harness. */
import type { Contract } from '../contract/contract.ts'
import type { Routes } from '../contract/routes.ts'
import type { Validator } from '../contract/validator.ts'
import type { Authorization } from '../http/authorization.ts'
import type { Job } from '../store/store.ts'
import type { Settings } from './settings.ts'
import type { Context, SimulatorDefinition } from './simulator.ts'

export interface RunningSimulator {
  name: string
  definition: SimulatorDefinition
  contract: Contract
  validator: Validator
  routes: Routes
  settings: Settings
  auth: Authorization
  context: Context
  /** Runs one of its jobs, inside a unit of work. */
  runJob(job: Job): Promise<void>
}
