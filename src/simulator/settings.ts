/** Settings of a simulator: its defaults with a user's changes, checked when a harness is created. */
import type { Acceptance } from '../contract/accept.ts'
import { CHANGES, type ContractChanges } from '../contract/adapt-contract.ts'
import { isTimeZone } from '../contract/local-time.ts'
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import { parseDuration } from '../harness/clock.ts'

/** Settings are plain values; a duration is written in ISO 8601. */
export type SettingValue = string | number | boolean | null | readonly (string | number)[]
export type Settings = Record<string, SettingValue>

/** What a user gives for one simulator: settings of its own, and changes to what its contract assumes. */
export type SimulatorSettings = Readonly<
  Record<string, SettingValue | ContractChanges[keyof ContractChanges]>
>

/** What a setting does, for people. */
export interface AboutSetting {
  /** What changes with it, in one sentence. */
  effect: string
  /** The fact that its default rests on, such as `CI-29`. */
  fact?: string
  /** The values that it may have, if they are few. */
  values?: readonly (string | number | boolean)[]
}

/** Settings that each simulator has: how requests are read. Its own definition may have other defaults. */
export type CommonSettings = Pick<Acceptance, keyof Acceptance> & {
  /** Whether paths compare exactly, or without regard to upper and lower case. */
  pathCase: 'exact' | 'ignored'
}

export const COMMON_SETTINGS = {
  nulls: 'absent',
  scalars: 'strict',
  pathCase: 'exact',
  dateTimesWithoutOffset: 'refused',
} as const satisfies CommonSettings

export const ABOUT_COMMON_SETTINGS: Readonly<Record<keyof typeof COMMON_SETTINGS, AboutSetting>> = {
  nulls: {
    effect: 'Whether an optional member of a request that is null counts as absent, or is refused.',
    values: ['absent', 'refused'],
  },
  scalars: {
    effect: 'Whether numbers and booleans are refused where a string is declared, or taken as one.',
    values: ['strict', 'coerce'],
  },
  pathCase: {
    effect: 'Whether paths compare exactly, or without regard to upper and lower case.',
    values: ['exact', 'ignored'],
  },
  dateTimesWithoutOffset: {
    effect: 'Whether a date-time without offset is refused, or the time zone (IANA) in which it is taken.',
  },
}

/** What is known of a simulator's settings: its own and the common ones. */
export interface KnownSettings {
  defaults: Settings
  about: Readonly<Record<string, AboutSetting | undefined>>
}

export function knownSettings(
  defaults: Settings,
  about: Readonly<Record<string, AboutSetting | undefined>> = {},
): KnownSettings {
  const common = Object.entries(ABOUT_COMMON_SETTINGS).map(
    ([name, said]) => [name, { ...said, ...about[name] }] as const,
  )
  return {
    defaults: { ...COMMON_SETTINGS, ...defaults },
    about: { ...about, ...Object.fromEntries(common) },
  }
}

/** @throws UsageError if a setting does not exist, or if its value is none that it can have. */
export function mergeSettings(
  simulator: string,
  { defaults, about }: KnownSettings,
  changes: Settings = {},
): Settings & CommonSettings {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(defaults, name)) {
      const close = nearest(name, [...Object.keys(defaults), ...CHANGES])
      const known = close.length > 0 ? close : Object.keys(defaults)
      throw new UsageError(`${simulator} has no setting "${name}". It has ${known.join(', ')}.`)
    }
    const problem =
      problemOf(defaults[name] ?? null, value) ??
      strange(about[name]?.values, value) ??
      strangeZone(name, value)
    if (problem) throw new UsageError(`The setting "${name}" of ${simulator} ${problem}.`)
  }
  // The values of the common ones were checked above.
  return { ...defaults, ...changes } as Settings & CommonSettings
}

function strange(values: AboutSetting['values'], value: SettingValue): string | undefined {
  if (!values || (values as readonly SettingValue[]).includes(value)) return undefined
  return `must be ${values.map(String).join(' or ')}`
}

function strangeZone(name: string, value: SettingValue): string | undefined {
  if (name !== ('dateTimesWithoutOffset' satisfies keyof CommonSettings) || value === 'refused')
    return undefined
  return isTimeZone(String(value)) ? undefined : 'must be refused, or a time zone such as Europe/Copenhagen'
}

function problemOf(fallback: SettingValue, value: SettingValue): string | undefined {
  if (fallback === null) return undefined
  if (Array.isArray(fallback) !== Array.isArray(value)) {
    return Array.isArray(fallback) ? 'must be a list' : 'must not be a list'
  }
  if (Array.isArray(fallback)) {
    const durations = fallback.length > 0 && fallback.every(isDuration)
    return durations && !(value as readonly unknown[]).every(isDuration)
      ? 'must be a list of durations such as PT1M'
      : undefined
  }
  if (typeof fallback !== typeof value) return `must be a ${typeof fallback}`
  return isDuration(fallback) && !isDuration(value) ? 'must be a duration such as PT30S or P7D' : undefined
}

export function isDuration(value: unknown): boolean {
  return typeof value === 'string' && parseDuration(value) !== undefined
}

/** Whether paths are compared without regard to case. */
export const ignoresCase = ({ pathCase }: Pick<CommonSettings, 'pathCase'>): boolean => pathCase === 'ignored'
