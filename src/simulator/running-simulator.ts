/** A simulator inside a harness: its definition and contract, with the settings, clients and state of that harness. */
import type { ContractChanges } from '../contract/adapt-contract.ts'
import type { Ground } from '../contract/evidence.ts'
import type { Authorization } from '../http/authorization.ts'
import type { Job } from '../store/store.ts'
import type { ServedContract } from './served-contract.ts'
import type { CommonSettings, Settings } from './settings.ts'
import type { Context, SimulatorDefinition } from './simulator.ts'

export interface RunningSimulator extends ServedContract {
  name: string
  definition: SimulatorDefinition
  settings: Settings & CommonSettings
  /** What settings change in the contract. */
  changes: ContractChanges
  /** Whether its paths are compared without regard to upper and lower case. */
  anyCase: boolean
  /** What a fact rests on. @throws if the simulator has no such fact. */
  factNamed(id: string): Ground
  /** The fact that the default of a setting rests on; none if nobody says so. */
  factsOf(setting: string): string[]
  /** The environments that its contract and its clients name. */
  readonly environments: ReadonlySet<string>
  auth: Authorization
  context: Context
  /** Runs one of its jobs, inside a unit of work. */
  runJob(job: Job): Promise<void>
}
