/** Settings of a simulator: its defaults with a user's changes, checked when a harness is created. */

import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import { parseDuration } from '../harness/clock.ts'

/** Settings are plain values; a duration is written in ISO 8601. */
export type SettingValue = string | number | boolean | null | readonly (string | number)[]
export type Settings = Record<string, SettingValue>

/** @throws UsageError if a setting does not exist, or if its value has another type than its default. */
export function applySettings(simulator: string, defaults: Settings, changes: Settings = {}): Settings {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(defaults, name)) {
      const close = nearest(name, Object.keys(defaults))
      const known = close.length > 0 ? close : Object.keys(defaults)
      throw new UsageError(`${simulator} has no setting "${name}". It has ${known.join(', ')}.`)
    }
    const problem = problemOf(defaults[name] ?? null, value)
    if (problem) throw new UsageError(`The setting "${name}" of ${simulator} ${problem}.`)
  }
  return { ...defaults, ...changes }
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

function isDuration(value: unknown): boolean {
  return typeof value === 'string' && parseDuration(value) !== undefined
}
