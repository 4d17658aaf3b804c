/** Puts a simulator into a harness: with its settings, its OAuth clients and its part of the state. */
import type { Acceptance } from '../contract/accept.ts'
import { CHANGES, type ContractChanges } from '../contract/adapt-contract.ts'
import type { Contract } from '../contract/contract.ts'
import { UsageError } from '../control/usage-error.ts'
import type { Random } from '../harness/random.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import { type Client, createAuthorization } from '../http/authorization.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Store } from '../store/store.ts'
import { createContext } from './context.ts'
import type { RunningSimulator } from './running-simulator.ts'
import { applySettings, knownSettings, type Settings, type SimulatorSettings } from './settings.ts'
import type { ServedContract, Simulator } from './simulator.ts'

export interface StartSimulatorDeps {
  store: Pick<Store, 'collection' | 'jobs'>
  units: Pick<UnitsOfWork, 'current' | 'clock'>
  deletions: Deletions
  random: Random
  /** Changes to the settings, by simulator. */
  settings: Readonly<Record<string, SimulatorSettings>>
  /** OAuth clients besides the ready-made ones, by simulator. */
  clients: Readonly<Record<string, readonly Client[]>>
  tenant: string | undefined
}

/**
 * @returns the simulators by name.
 * @throws UsageError if two simulators have the same name or a scenario of the same name, or if a setting is wrong.
 */
export function startSimulators(
  simulators: readonly Simulator[],
  deps: StartSimulatorDeps,
): Map<string, RunningSimulator> {
  checkNames(simulators)
  const running = new Map(simulators.map((simulator) => [simulator.name, startSimulator(simulator, deps)]))
  const stray = Object.keys(deps.settings).find((name) => !running.has(name))
  if (stray === undefined) return running
  throw new UsageError(`Settings name the simulator "${stray}"; there are ${[...running.keys()].join(', ')}.`)
}

function startSimulator(simulator: Simulator, deps: StartSimulatorDeps): RunningSimulator {
  const { name, definition, facts } = simulator
  const { store, units, deletions, random, tenant } = deps
  const { changes, own } = splitSettings(name, deps.settings[name])
  const settings = applySettings(name, knownSettings(definition.settings, definition.aboutSettings), own)
  const served = adaptedTo(simulator, changes)
  const { validator } = served
  const known = [...(deps.clients[name] ?? []), ...(definition.clients ?? [])]
  const { clock } = units
  const auth = createAuthorization({ simulator: name, known, settings, store, clock, random, tenant })
  const breachesOf = (event: string, body: unknown) => validator.event(event, body)
  const serve = (event: string, body: unknown) => validator.serve(served.contract.events.get(event), body)
  const parts = createContext({
    definition,
    store,
    units,
    deletions,
    random,
    settings,
    auth,
    serve,
    breachesOf,
  })
  const acceptance = {
    nulls: settings['nulls'] as Acceptance['nulls'],
    scalars: settings['scalars'] as Acceptance['scalars'],
  }
  let environments: ReadonlySet<string> | undefined
  return {
    name,
    definition,
    // Each is made when it is used first.
    get contract() {
      return served.contract
    },
    get validator() {
      return served.validator
    },
    get routes() {
      return served.routes
    },
    get grounds() {
      return served.grounds
    },
    settings,
    changes,
    acceptance,
    get environments() {
      environments ??= environmentsOf(served.contract, known)
      return environments
    },
    auth,
    factNamed(id) {
      const fact = facts.get(id)
      if (!fact) throw new Error(`${name} names the fact "${id}", which it does not have.`)
      return { evidence: fact.evidence, facts: [id] }
    },
    ...parts,
  }
}

function environmentsOf({ hosts, operations }: Contract, clients: readonly Client[]): Set<string> {
  const named = [...hosts.values(), ...[...operations, ...clients].map(({ environment }) => environment)]
  return new Set(named.filter((environment) => environment !== undefined))
}

/** @throws UsageError that names the simulator. */
function adaptedTo(simulator: Simulator, changes: ContractChanges): ServedContract {
  try {
    return simulator.served(changes)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(`Settings of ${simulator.name}: ${error.message}`, error.status)
  }
}

/** Divides the settings of a simulator into those of its contract and its own. */
function splitSettings(
  name: string,
  given: SimulatorSettings = {},
): { changes: ContractChanges; own: Settings } {
  const changes: Record<string, unknown> = {}
  const own: Settings = {}
  for (const [setting, value] of Object.entries(given)) {
    const isChange = (CHANGES as readonly string[]).includes(setting)
    if (!isChange) own[setting] = value as Settings[string]
    else if (typeof value === 'object' && value !== null) changes[setting] = value
    else throw new UsageError(`The setting "${setting}" of ${name} must be a map; origins are a list.`)
  }
  return { changes: changes as ContractChanges, own }
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
