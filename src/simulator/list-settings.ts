/** All settings of a simulator: its own, those that each one has, and what its contract assumes. */
import { type Changeable, type ContractChanges, changeablesOf } from '../contract/adapt-contract.ts'
import type { Word } from '../contract/shape.ts'
import { applySettings } from './apply-settings.ts'
import {
  type AboutSetting,
  COMMON_SETTINGS,
  knownSettings,
  type SettingValue,
  type SimulatorSettings,
} from './settings.ts'
import type { Simulator } from './simulator.ts'

export interface ListedSetting {
  /** `own` and `common` stand by themselves in a file; the others are parts of `paths`, `names` and so on. */
  kind: 'own' | 'common' | 'paths' | 'names' | 'words' | 'required' | 'origins'
  name: string
  /** What its default rests on, such as `assumed BR-15`; undefined if no fact tells. */
  evidence: string | undefined
  default: unknown
  value: unknown
  effect: string
  /** The values that it may have, if they are few. */
  values?: AboutSetting['values']
}

/** @throws UsageError if a given setting is wrong. */
export function listSettings(simulator: Simulator, given?: SimulatorSettings): ListedSetting[] {
  const { settings, changes } = applySettings(simulator, given)
  return [
    ...ownSettings(simulator, settings),
    { ...originsOf(simulator), value: changes.origins ?? originsOf(simulator).default },
    ...changeablesOf(simulator.contract.document).map((changeable) => contractSetting(changeable, changes)),
  ]
}

function ownSettings(
  { definition, facts }: Simulator,
  settings: Readonly<Record<string, SettingValue>>,
): ListedSetting[] {
  const { defaults, about } = knownSettings(definition.settings, definition.aboutSettings)
  const names = [...new Set([...Object.keys(definition.settings), ...Object.keys(COMMON_SETTINGS)])]
  return names.map((name) => {
    const { effect = '', fact, values } = about[name] ?? {}
    const evidence = fact === undefined ? undefined : facts.get(fact)?.evidence
    return {
      kind: name in COMMON_SETTINGS ? 'common' : 'own',
      name,
      evidence: evidence && `${evidence} ${fact}`,
      default: defaults[name],
      value: settings[name],
      effect,
      ...(values && { values }),
    }
  })
}

function originsOf({ contract }: Simulator): Omit<ListedSetting, 'value'> {
  const servers = (contract.document['servers'] ?? []) as { url: string }[]
  return {
    kind: 'origins',
    name: 'origins',
    evidence: undefined,
    default: servers.map(({ url }) => url),
    effect: 'Where the provider offers the API: the hosts that the twin answers for in process.',
  }
}

function contractSetting(
  { kind, address, default: fallback, evidence }: Changeable,
  changes: ContractChanges,
): ListedSetting {
  const base = { kind, name: address, evidence, default: fallback, effect: EFFECTS[kind] }
  if (kind !== 'words') return { ...base, value: changes[kind]?.[address] ?? fallback }
  const words = changes.words?.[address] ?? {}
  return { ...base, value: (fallback as readonly Word[]).map((word) => words[String(word)] ?? word) }
}

const EFFECTS: Readonly<Record<Changeable['kind'], string>> = {
  paths: 'The path at which the operation is served.',
  names: 'What the member or parameter is called.',
  words: 'The words of the list, each with another for it.',
  required: 'Whether the member must be there.',
}
