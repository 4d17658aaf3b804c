/** Puts a simulator into a harness: with its settings, its OAuth clients and its part of the state. */
import { UsageError } from '../control/usage-error.ts'
import type { Random } from '../harness/random.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import { type Client, createAuthorization } from '../http/authorization.ts'
import type { Deletions } from '../journal/deletions.ts'
import type { Store } from '../store/store.ts'
import { createContext } from './context.ts'
import type { RunningSimulator } from './running-simulator.ts'
import { applySettings, type Settings } from './settings.ts'
import type { Simulator } from './simulator.ts'

export interface StartSimulatorDeps {
  store: Pick<Store, 'collection' | 'jobs'>
  units: Pick<UnitsOfWork, 'current' | 'clock'>
  deletions: Deletions
  random: Random
  /** Changes to the settings, by simulator. */
  settings: Readonly<Record<string, Settings>>
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

function startSimulator(
  { name, definition, contract, validator, routes }: Simulator,
  deps: StartSimulatorDeps,
): RunningSimulator {
  const { store, units, deletions, random, tenant } = deps
  const settings = applySettings(name, definition.settings, deps.settings[name])
  const known = [...(deps.clients[name] ?? []), ...(definition.clients ?? [])]
  const { clock } = units
  const auth = createAuthorization({ simulator: name, known, settings, store, clock, random, tenant })
  const breachesOf = (event: string, body: unknown) => validator.event(event, body)
  const parts = createContext({ definition, store, units, deletions, random, settings, auth, breachesOf })
  return { name, definition, contract, validator, routes, settings, auth, ...parts }
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
