/** The JSON Schema of a settings file, for editors: what can be set, with its default, its effect and its evidence. */

import type { Word } from '../contract/shape.ts'
import { type ListedSetting, listSettings } from './list-settings.ts'
import { isDuration } from './settings.ts'
import type { Simulator } from './simulator.ts'

type Json = Record<string, unknown>

export function settingsSchema(simulators: readonly Simulator[]): Json {
  const entries = simulators.map((simulator) => [simulator.name, simulatorSchema(simulator)] as const)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Settings of Tvilling',
    description: 'Settings by simulator, for --settings and createHarness({ settings }).',
    ...closed({ $schema: { type: 'string' }, ...Object.fromEntries(entries) }),
  }
}

function simulatorSchema(simulator: Simulator): Json {
  const settings = listSettings(simulator)
  const of = (...kinds: ListedSetting['kind'][]) => settings.filter(({ kind }) => kinds.includes(kind))
  const schemas = (listed: readonly ListedSetting[]) =>
    Object.fromEntries(listed.map((setting) => [setting.name, schemaOf(setting)]))
  const parts = (['paths', 'names', 'words', 'required'] as const)
    .map((kind) => [kind, of(kind)] as const)
    .filter(([, listed]) => listed.length > 0)
    .map(([kind, listed]) => [kind, { description: ABOUT[kind], ...closed(schemas(listed)) }] as const)
  return {
    description: simulator.contract.title,
    ...closed({ ...schemas(of('own', 'common', 'origins')), ...Object.fromEntries(parts) }),
  }
}

const ABOUT = {
  paths: 'Other paths of operations whose paths are assumed.',
  names: 'Other names of members and parameters whose names are assumed.',
  words: 'Other words of lists that are assumed.',
  required: 'Whether members must be there of which that is assumed.',
}

const closed = (properties: Json): Json => ({ type: 'object', additionalProperties: false, properties })

function schemaOf(setting: ListedSetting): Json {
  const { kind, effect, evidence, default: fallback, values } = setting
  const description = [effect, evidence && `(${evidence})`].filter(Boolean).join(' ')
  const about = description ? { description } : {}
  if (kind === 'words') {
    const words = (fallback as readonly Word[]).map((word) => [word, { type: typeof word, default: word }])
    return { ...about, ...closed(Object.fromEntries(words)) }
  }
  if (kind === 'paths') return { ...about, type: 'string', pattern: '^/', default: fallback }
  if (kind === 'names') return { ...about, type: 'string', minLength: 1, default: fallback }
  if (kind === 'required') return { ...about, type: 'boolean', default: fallback }
  if (kind === 'origins') {
    return { ...about, type: 'array', items: { type: 'string', format: 'uri' }, default: fallback }
  }
  if (values) return { ...about, enum: values, default: fallback }
  return { ...about, ...typeOf(fallback), default: fallback }
}

function typeOf(value: unknown): Json {
  if (value === null) return {}
  if (!Array.isArray(value)) {
    return isDuration(value) ? { type: 'string', format: 'duration' } : { type: typeof value }
  }
  const items = value.length > 0 && value.every(isDuration) ? { type: 'string', format: 'duration' } : {}
  return { type: 'array', items: Object.keys(items).length > 0 ? items : { type: ['string', 'number'] } }
}
