/** Checks the options of a harness. Instants, factors and settings are checked where they are read. */
import { checkOptions, shownOption } from '../control/check-options.ts'
import { nearest } from '../control/nearest.ts'
import {
  aFunction,
  either,
  flag,
  group,
  isText,
  listOf,
  mapOf,
  number,
  type OptionKind,
  type OptionKinds,
  objectWith,
  oneOf,
  required,
  text,
  wholeNumber,
} from '../control/option-kinds.ts'
import { UsageError } from '../control/usage-error.ts'
import type { Harness, HarnessOptions } from './harness.ts'

const isMember = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const isSimulator = (value: unknown) => isMember(value) && isText(value['name']) && 'definition' in value
const isClient = (value: unknown) =>
  isMember(value) && isText(value['id']) && isText(value['secret']) && isListOfTexts(value['scopes'])
const isListOfTexts = (value: unknown) => Array.isArray(value) && value.every(isText)

/** The names are those of `HarnessOptions`: a new one does not compile before it is here. */
export const HARNESS_OPTIONS: OptionKinds<HarnessOptions> = {
  simulators: required(listOf('a list of simulators, such as those of tvilling/mocks', isSimulator)),
  now: text('a point in time, such as "2026-01-01T00:00:00Z"'),
  seed: wholeNumber(0),
  clock: group<{ mode: unknown; factor: unknown }>('{ mode: "manual" } or { mode: "real", factor }', {
    mode: required(oneOf('manual', 'real')),
    factor: number('a number'),
  }),
  store: objectWith('a store, such as openSqliteStore(file)', 'collection', 'transaction', 'dump'),
  settings: mapOf('settings by the names of simulators'),
  clients: mapOf(
    'lists of clients, each with id, secret and scopes, by the names of simulators',
    (value) => Array.isArray(value) && value.every(isClient),
  ),
  seedData: either(mapOf('seed data'), listOf('a list of them', isMember)),
  tenant: text('a name'),
  bodyLimit: wholeNumber(1),
  strictHosts: either(flag, listOf('a list of hosts, such as "gateway.example"', isText)),
  journal: group<HarnessOptions['journal'] & object>('limits as { exchanges, bytes }', {
    exchanges: wholeNumber(0),
    bytes: wholeNumber(0),
  }),
  webhooks: group<HarnessOptions['webhooks'] & object>('{ send, allow, onAttempt, kept }', {
    send: aFunction('a function as fetch is'),
    allow: aFunction('a function of the URL'),
    onAttempt: aFunction('a function of the attempt'),
    kept: wholeNumber(0),
  }),
  onDefect: aFunction('a function of the error'),
  wall: objectWith('a wall clock with now and after', 'now', 'after'),
}

/**
 * @param of names the function whose options they are.
 * @param kinds all of them, unless the function takes fewer.
 * @throws UsageError for the first mistake.
 */
export function checkHarnessOptions(
  of: string,
  given: unknown,
  kinds: Readonly<Record<string, OptionKind>> = HARNESS_OPTIONS,
): void {
  checkOptions(of, kinds, given)
  const { simulators, clients = {}, clock } = given as Partial<HarnessOptions>
  if (clock?.mode === 'manual' && ((clock as { factor?: number }).factor ?? 1) !== 1) {
    throw new UsageError('A manual clock stands still: a factor needs the mode "real".')
  }
  if (!simulators) return
  const names = simulators.map(({ name }) => name)
  const stray = Object.keys(clients).find((name) => !names.includes(name))
  if (stray === undefined) return
  const sorted = [...new Set([...nearest(stray, names), ...names])]
  throw new UsageError(`Clients name the simulator "${stray}"; there are ${sorted.join(', ')}.`)
}

/** The options of a function that takes those of a harness, but needs no simulators. */
export const ANY_HARNESS_OPTIONS: Readonly<Record<string, OptionKind>> = {
  ...HARNESS_OPTIONS,
  simulators: listOf(HARNESS_OPTIONS.simulators.takes, isSimulator),
}

/** @throws UsageError if a value is no harness, such as one that was not awaited. */
export function checkHarness(of: string, value: unknown): asserts value is Harness {
  if (isMember(value) && typeof value['handle'] === 'function' && Array.isArray(value['hosts'])) return
  throw new UsageError(`${of} takes a harness, as createHarness gives it, not ${shownOption(value)}.`)
}
