/** Checks the declaration of a fault. Each error says which choices there are. */

import type { Contract } from '../contract/contract.ts'
import { checkObject } from '../control/check-object.ts'
import { unknownName } from '../control/nearest.ts'
import { shownValue } from '../control/shown-value.ts'
import { UsageError } from '../control/usage-error.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import { LAST_INSTANT, parseDuration } from '../harness/clock.ts'
import type { Settings } from '../simulator/settings.ts'
import type { SimulatorDefinition } from '../simulator/simulator.ts'
import { delayMistake } from './delays.ts'

/** What a declaration is checked against: a simulator inside a harness. */
export interface FaultTarget {
  name: string
  contract: Pick<Contract, 'operations' | 'events'>
  definition: Pick<SimulatorDefinition, 'webhooks'>
  settings: Settings
}

/** Members of each fault besides the common ones; `?` marks the optional ones. */
const OF_OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  status: ['status', 'force?'],
  delay: ['delay'],
  'slow-body': ['during'],
  'truncated-body': [],
  reset: [],
  'response-lost': [],
}
const OF_DELIVERIES: Readonly<Record<string, readonly string[]>> = {
  duplicate: [],
  reorder: [],
  drop: [],
  'receiver-down': [],
  'wrong-secret': [],
  'before-response': [],
  'delay-delivery': ['by'],
  'stale-timestamp': ['by'],
}
/** Members that every fault has. */
const COMMON = ['simulator', 'fault', 'times', 'probability', 'for']

/** @throws UsageError that says what is wrong and which choices there are. */
export function checkFault(simulators: ReadonlyMap<string, FaultTarget>, declaration: object): void {
  checkObject('A fault', declaration)
  const given = declaration as Record<string, unknown>
  const target = simulators.get(given['simulator'] as string)
  if (!target) throw unknownName('simulator', given['simulator'], [...simulators.keys()])
  const fault = shownValue(given['fault'])
  const isForOperations = Object.hasOwn(OF_OPERATIONS, fault)
  const members = isForOperations ? OF_OPERATIONS[fault] : OF_DELIVERIES[fault]
  if (!members || !(isForOperations || Object.hasOwn(OF_DELIVERIES, fault))) {
    throw unknownName('fault', fault, [...Object.keys(OF_OPERATIONS), ...Object.keys(OF_DELIVERIES)])
  }
  checkMembers(fault, given, [...members, isForOperations ? 'operation' : 'event?'])
  checkLimits(given)
  for (const name of ['during', 'by']) if (members.includes(name)) checkDuration(name, given[name])
  const mistake = members.includes('delay') ? delayMistake(given['delay']) : undefined
  if (mistake) throw new UsageError(`"delay" ${mistake}.`)
  if (isForOperations) checkOperation(target, given)
  else checkWebhooks(target, fault, given['event'])
}

function checkMembers(fault: string, given: Record<string, unknown>, own: readonly string[]): void {
  const names = own.map((name) => name.replace('?', ''))
  const missing = own.find((name) => !name.endsWith('?') && given[name] === undefined)
  if (missing) throw new UsageError(`The fault "${fault}" needs "${missing}".`)
  const stray = Object.keys(given).find((name) => !COMMON.includes(name) && !names.includes(name))
  if (stray === undefined) return
  throw new UsageError(`The fault "${fault}" has no "${stray}". It has ${[...names, ...COMMON].join(', ')}.`)
}

function checkLimits({ times, probability, for: time }: Record<string, unknown>): void {
  if (times !== undefined && !(Number.isSafeInteger(times) && Number(times) > 0)) {
    throw new UsageError('"times" is a whole number of at least 1.')
  }
  if (
    probability !== undefined &&
    !(typeof probability === 'number' && probability >= 0 && probability <= 1)
  ) {
    throw new UsageError('"probability" is a number from 0 to 1.')
  }
  if (time !== undefined) checkDuration('for', time)
}

function checkDuration(name: string, value: unknown): void {
  const duration = typeof value === 'string' ? parseDuration(value) : undefined
  if (duration !== undefined && duration < LAST_INSTANT) return
  throw new UsageError(`"${name}" is a duration such as PT30S, PT2H or P7D, not "${shownValue(value)}".`)
}

function checkOperation({ name, contract }: FaultTarget, given: Record<string, unknown>): void {
  const found = contract.operations.find(({ id }) => id === given['operation'])
  if (!found) {
    const known = contract.operations.map(({ id }) => id)
    throw unknownName(`operation of ${name}`, given['operation'], known)
  }
  if (given['fault'] !== 'status') return
  const { status, force } = given
  if (force !== undefined && typeof force !== 'boolean') throw new UsageError('"force" is true or false.')
  if (!(Number.isInteger(status) && Number(status) >= 400 && Number(status) <= 599) && force) {
    throw new UsageError('"status" is an error, from 400 to 599, also when it is forced.')
  }
  const errors = [...found.answers.keys()].filter((known) => Number(known) >= 400)
  if (errors.includes(String(status)) || force) return
  throw new UsageError(
    `${found.id} never answers ${shownValue(status)}. Its errors are ${errors.join(', ')}. To have it answer ` +
      `what its contract does not have, say "force": true.`,
  )
}

function checkWebhooks(
  { name, contract, definition, settings }: FaultTarget,
  fault: string,
  event: unknown,
): void {
  const { webhooks } = definition
  if (!webhooks) throw new UsageError(`${name} sends no webhooks.`)
  if (event !== undefined && !contract.events.has(event as string)) {
    throw unknownName(`event of ${name}`, event, [...contract.events.keys()])
  }
  const message = (secret: string, now: number) =>
    JSON.stringify(webhooks.steps.map((step) => step.message({ ...PROBE, secret }, { now, settings })))
  if (fault === 'wrong-secret' && message('a', 0) === message('b', 0)) {
    throw new UsageError(`${name} does not sign its messages: nobody would notice a wrong secret.`)
  }
  if (fault === 'stale-timestamp' && message('a', 0) === message('a', 86_400_000)) {
    throw new UsageError(
      `${name} does not stamp its messages when they are sent: nothing in them can be stale.`,
    )
  }
}

/** A message that is never sent; it shows whether secret and time change what a simulator sends. */
const PROBE: Delivery = {
  id: '',
  simulator: '',
  subscription: '',
  url: '',
  secret: '',
  event: '',
  eventId: '',
  body: {},
  state: 'PENDING',
  createdAt: '',
  nextAttemptAt: undefined,
  attempts: [],
}
