/** The state of a harness as one JSON document, and the checks before it is restored. */

import { UsageError } from '../control/usage-error.ts'
import type { KeptFaults } from '../faults/faults.ts'
import type { GiveWay, StoreDump } from '../store/store.ts'
import { type ClockReading, isFactor, parseInstant } from './clock.ts'

export interface Snapshot {
  /** Version of this format. */
  tvilling: 1
  simulators: string[]
  seed: number
  clock: ClockReading
  /** How many random draws were made. */
  drawn: number
  /** Number of the last exchange: stored documents may refer to exchanges. */
  exchanges: number
  faults: KeptFaults
  store: StoreDump
}

type Members = Record<string, unknown>

/**
 * @param simulators names of the simulators of the harness to which it is restored.
 * @throws UsageError if it is not a snapshot, if it is broken, or if it has other simulators.
 */
export async function checkSnapshot(
  given: unknown,
  simulators: readonly string[],
  giveWay: GiveWay,
): Promise<Snapshot> {
  const flaw = await flawOf(given, giveWay)
  if (flaw) throw new UsageError(`This is no snapshot that can be restored: ${flaw}.`)
  const snapshot = given as Snapshot
  const theirs = [...snapshot.simulators].sort().join(', ')
  const ours = [...simulators].sort().join(', ')
  if (theirs !== ours) {
    throw new UsageError(`The snapshot is of the simulators ${theirs}; here are ${ours}.`)
  }
  return snapshot
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
const isListOf = (value: unknown, is: (item: unknown) => boolean) => Array.isArray(value) && value.every(is)

async function flawOf(given: unknown, giveWay: GiveWay): Promise<string | undefined> {
  if (!isObject(given)) return 'it is no JSON object'
  if (given['tvilling'] !== 1) return 'its member "tvilling" is not 1'
  if (!isListOf(given['simulators'], (name) => typeof name === 'string'))
    return '"simulators" is no list of names'
  if (!isCount(given['seed'])) return '"seed" is no whole number'
  if (!isCount(given['drawn'])) return '"drawn" is no whole number'
  if (!isCount(given['exchanges'])) return '"exchanges" is no whole number'
  if (!isClock(given['clock'])) return '"clock" is no reading of a clock'
  if (!isFaults(given['faults'])) return '"faults" is missing or broken'
  return isObject(given['store']) ? flawOfStore(given['store'], giveWay) : '"store" is missing'
}

function isClock(clock: unknown): boolean {
  if (!isObject(clock)) return false
  const { now, mode, factor } = clock
  return (
    parseInstant(String(now)) !== undefined &&
    (mode === 'manual' || mode === 'real') &&
    typeof factor === 'number' &&
    isFactor(factor)
  )
}

function isFaults(faults: unknown): boolean {
  const isKept = (fault: unknown) =>
    isObject(fault) && isObject(fault['declaration']) && isCount(fault['matched']) && isCount(fault['drawn'])
  return isObject(faults) && isCount(faults['made']) && isListOf(faults['declared'], isKept)
}

async function flawOfStore(
  { collections, jobs, meta }: Members,
  giveWay: GiveWay,
): Promise<string | undefined> {
  if (!isObject(collections)) return '"store.collections" is missing'
  const isRow = (row: unknown) => isObject(row) && isCount(row['position']) && isObject(row['doc'])
  for (const [name, table] of Object.entries(collections)) {
    const flaw = await flawOfTable(`the collection "${name}"`, table, isRow, giveWay)
    if (flaw) return flaw
  }
  const isJob = (job: unknown) =>
    isObject(job) &&
    isCount(job['id']) &&
    isCount(job['due']) &&
    ['simulator', 'kind', 'subject'].every((name) => typeof job[name] === 'string')
  const flaw = await flawOfTable('"store.jobs"', jobs, isJob, giveWay)
  if (flaw) return flaw
  const isText = (value: unknown) => typeof value === 'string'
  return isObject(meta) && Object.values(meta).every(isText) ? undefined : '"store.meta" is broken'
}

async function flawOfTable(
  name: string,
  table: unknown,
  isRow: (row: unknown) => boolean,
  giveWay: GiveWay,
): Promise<string | undefined> {
  if (!isObject(table) || !isCount(table['last']) || !Array.isArray(table['rows'])) return `${name} is broken`
  let number = 0
  for (const row of table['rows']) {
    number += 1
    if (!isRow(row)) return `${name} is broken in row ${number} of ${table['rows'].length}`
    const turn = giveWay()
    if (turn) await turn
  }
  return undefined
}

/** Characters of a snapshot as JSON, roughly; `undefined` if they are more than the bound. */
export async function lengthOf(
  { store, ...rest }: Snapshot,
  bound: number,
  giveWay: GiveWay,
): Promise<number | undefined> {
  let length = JSON.stringify({ ...rest, meta: store.meta }).length
  for (const { rows } of [...Object.values(store.collections), store.jobs]) {
    for (const row of rows) {
      length += JSON.stringify(row).length
      if (length > bound) return undefined
      const turn = giveWay()
      if (turn) await turn
    }
  }
  return length
}
