/** Puts a simulator into a harness: with its settings, its OAuth clients and its part of the state. */
import type { Contract } from '../contract/contract.ts'
import { UsageError } from '../control/usage-error.ts'
import type { Random } from '../harness/random.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import { type Client, createAuthorization } from '../http/authorization.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Store } from '../store/store.ts'
import { type AllSettings, applySettings, checkOwners } from './apply-settings.ts'
import { type ContextDeps, createContext } from './context.ts'
import type { RunningSimulator } from './running-simulator.ts'
import { withContract } from './served-contract.ts'
import { ignoresCase } from './settings.ts'
import type { Simulator } from './simulator.ts'

export interface StartSimulatorDeps {
  store: Pick<Store, 'collection' | 'jobs'>
  units: Pick<UnitsOfWork, 'current' | 'clock'>
  deletions: Deletions
  random: Random
  /** Changes to the settings, by simulator. */
  settings: AllSettings
  /** OAuth clients besides the ready-made ones, by simulator. */
  clients: Readonly<Record<string, readonly Client[]>>
  tenant: string | undefined
}

type React = ContextDeps['react']

/**
 * @returns the simulators by name.
 * @throws UsageError if two simulators have the same name or a scenario of the same name, or if a setting is wrong.
 */
export function startSimulators(
  simulators: readonly Simulator[],
  deps: StartSimulatorDeps,
): Map<string, RunningSimulator> {
  checkNames(simulators)
  const running = new Map<string, RunningSimulator>()
  const react: React = async (population, change) => {
    for (const { definition, context } of running.values()) {
      await definition.reactions?.[population]?.(change, context)
    }
  }
  for (const simulator of simulators) running.set(simulator.name, startSimulator(simulator, deps, react))
  checkOwners([...running.keys()], deps.settings)
  return running
}

function startSimulator(simulator: Simulator, deps: StartSimulatorDeps, react: React): RunningSimulator {
  const { name, definition, facts } = simulator
  const { store, units, deletions, random, tenant } = deps
  const { settings, changes, served, known: settingsKnown } = applySettings(simulator, deps.settings[name])
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
    react,
    serve,
    breachesOf,
  })
  let environments: ReadonlySet<string> | undefined
  return withContract(served, {
    name,
    definition,
    settings,
    changes,
    anyCase: ignoresCase(settings),
    get environments() {
      environments ??= environmentsOf(served.contract, known)
      return environments
    },
    auth,
    factsOf: (setting: string) => [settingsKnown.about[setting]?.fact ?? []].flat(),
    factNamed(id: string) {
      const fact = facts.get(id)
      if (!fact) throw new Error(`${name} names the fact "${id}", which it does not have.`)
      return { evidence: fact.evidence, facts: [id] }
    },
    ...parts,
  })
}

function environmentsOf({ hosts, operations }: Contract, clients: readonly Client[]): Set<string> {
  const named = [...hosts.values(), ...[...operations, ...clients].map(({ environment }) => environment)]
  return new Set(named.filter((environment) => environment !== undefined))
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
