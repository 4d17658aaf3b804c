/**
 * Options of our functions, checked before they are used: types say the same, but a user may write plain JavaScript. Each
 * mistake gets a sentence that names the option, what it takes and, for an unknown one, the nearest that there is.
 */
import { nearest } from './nearest.ts'
import type { OptionKind, OptionKinds } from './option-kinds.ts'
import { shownValue } from './shown-value.ts'
import { UsageError } from './usage-error.ts'

/**
 * @param of names the function, as in `createHarness`.
 * @param kinds of each option that there is. An option that is undefined counts as left out.
 * @throws UsageError for the first mistake.
 */
export function checkOptions<T>(of: string, kinds: OptionKinds<T>, given: unknown): void {
  if (!isObject(given)) {
    throw new UsageError(`${of} takes its options as an object with members, not ${shownOption(given)}.`)
  }
  checkMembers(of, '', kinds as Readonly<Record<string, OptionKind>>, given)
}

function checkMembers(
  of: string,
  path: string,
  kinds: Readonly<Record<string, OptionKind>>,
  given: Readonly<Record<string, unknown>>,
): void {
  const known = Object.keys(kinds)
  const at = (name: string) => `${path}${name}`
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(kinds, name)) continue
    const inside = known.filter((group) => kinds[group]?.members && Object.hasOwn(kinds[group].members, name))
    const close = inside.length > 0 ? inside.map((group) => `${group}.${name}`) : nearest(name, known)
    const shown =
      close.length > 0 ? `Nearest: ${close.map(at).join(', ')}.` : `It takes ${known.map(at).join(', ')}.`
    throw new UsageError(`${of} has no option "${at(name)}". ${shown}`)
  }
  for (const [name, kind] of Object.entries(kinds)) {
    const value = given[name]
    if (value === undefined) {
      if (kind.required) throw new UsageError(`${of} needs the option "${at(name)}": ${kind.takes}.`)
      continue
    }
    if (!kind.fits(value)) {
      throw new UsageError(
        `The option "${at(name)}" of ${of} takes ${kind.takes}, not ${shownOption(value)}.`,
      )
    }
    if (kind.members && isObject(value)) checkMembers(of, `${at(name)}.`, kind.members, value)
  }
}

/** How a sentence shows a value that may be anything, such as a harness that was not awaited. */
export function shownOption(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (value instanceof Promise) return 'a promise: await it'
  if (typeof value === 'string') return `"${shownValue(value)}"`
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return shownValue(value)
  } catch {
    return Array.isArray(value) ? 'this list' : 'this object'
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise)
}
