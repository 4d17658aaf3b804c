/** A user's settings for simulators: divided into those of the contract and their own, checked, and applied. */
import { CHANGES, type ContractChanges } from '../contract/adapt-contract.ts'
import { servedNames } from '../contract/shape.ts'
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import { type ServedContract, withContract } from './served-contract.ts'
import {
  type CommonSettings,
  ignoresCase,
  type KnownSettings,
  knownSettings,
  mergeSettings,
  type Settings,
  type SimulatorSettings,
} from './settings.ts'
import type { Simulator } from './simulator.ts'

/** Settings of several simulators, as a file has them. `$schema` is for editors. */
export type AllSettings = Readonly<Record<string, SimulatorSettings>>

export interface AppliedSettings {
  /** The simulator's own settings and the common ones, all of them. */
  settings: Settings & CommonSettings
  /** Their defaults, and what they do. */
  known: KnownSettings
  changes: ContractChanges
  served: ServedContract
}

/** @throws UsageError if a setting is wrong. */
export function applySettings(simulator: Simulator, given: SimulatorSettings | undefined): AppliedSettings {
  const { name, definition } = simulator
  const { changes, own } = divide(name, given)
  const known = knownSettings(definition.settings, definition.aboutSettings)
  return { settings: mergeSettings(name, known, own), known, changes, served: adaptedTo(simulator, changes) }
}

/** @throws UsageError if a setting is wrong, or belongs to no simulator. */
export function checkSettings(simulators: readonly Simulator[], settings: AllSettings): void {
  checkOwners(
    simulators.map(({ name }) => name),
    settings,
  )
  for (const simulator of simulators) applySettings(simulator, settings[simulator.name])
}

/** @throws UsageError if settings name a simulator that is not among these. */
export function checkOwners(names: readonly string[], settings: AllSettings): void {
  const stray = Object.keys(settings).find((name) => name !== '$schema' && !names.includes(name))
  if (stray === undefined) return
  const sorted = [...new Set([...nearest(stray, names), ...names])]
  throw new UsageError(`Settings name the simulator "${stray}"; there are ${sorted.join(', ')}.`)
}

/**
 * A simulator that has these settings from the start, for whoever reads its contract: a proxy, a comparison, a pact.
 * @throws UsageError if a setting is wrong.
 */
export function withSettings<S extends Simulator>(simulator: S, given: SimulatorSettings | undefined): S {
  if (given === undefined) return simulator
  const { settings, changes, served } = applySettings(simulator, given)
  let definition: Simulator['definition'] | undefined
  const changed: Simulator = withContract(served, {
    name: simulator.name,
    anyCase: ignoresCase(settings),
    get definition() {
      definition ??= { ...simulator.definition, settings, volatile: volatileAs(simulator, served) }
      return definition
    },
    get facts() {
      return simulator.facts
    },
    served: (more: ContractChanges) => simulator.served(merged(changes, more)),
  })
  return changed as S
}

/** The volatile places with the names that members have in the served contract. */
function volatileAs({ definition }: Simulator, { contract }: ServedContract): readonly string[] {
  const names = servedNames(contract.document)
  return (definition.volatile ?? []).flatMap((place) => {
    const [pointer = '', operation] = place.split('#').reverse()
    const steps = pointer.split('/').map((step) => [step, ...(names.get(step) ?? [])])
    const pointers = steps.reduce<string[][]>(
      (paths, step) => paths.flatMap((path) => step.map((name) => [...path, name])),
      [[]],
    )
    return pointers.map((path) => [...(operation ? [operation] : []), path.join('/')].join('#'))
  })
}

function merged(before: ContractChanges, more: ContractChanges): ContractChanges {
  const maps = (['paths', 'names', 'words', 'required'] as const)
    .filter((kind) => before[kind] || more[kind])
    .map((kind) => [kind, { ...before[kind], ...more[kind] }] as const)
  const origins = more.origins ?? before.origins
  return { ...Object.fromEntries(maps), ...(origins && { origins }) }
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
function divide(
  name: string,
  given: SimulatorSettings | null = {},
): { changes: ContractChanges; own: Settings } {
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new UsageError(`The settings of ${name} must be a map from names to values.`)
  }
  const changes: Record<string, unknown> = {}
  const own: Settings = {}
  for (const [setting, value] of Object.entries(given ?? {})) {
    const isChange = (CHANGES as readonly string[]).includes(setting)
    if (!isChange) own[setting] = value as Settings[string]
    else if (isRightKind(setting, value)) changes[setting] = value
    else throw new UsageError(`The setting "${setting}" of ${name} must be a map; origins are a list.`)
  }
  return { changes: changes as ContractChanges, own }
}

function isRightKind(setting: string, value: unknown): boolean {
  return typeof value === 'object' && value !== null && Array.isArray(value) === (setting === 'origins')
}
