/** Finds what a user names, or says what there is instead. */
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { unknownName } from './nearest.ts'

export type RunningSimulators = ReadonlyMap<string, RunningSimulator>

/** @throws UsageError with the nearest names if there is no such simulator. */
export function simulatorNamed(simulators: RunningSimulators, name: string): RunningSimulator {
  const running = simulators.get(name)
  if (!running) throw unknownName('simulator', name, [...simulators.keys()])
  return running
}

/**
 * The member of a map; names such as `constructor` are in none.
 * @throws UsageError with the nearest names if there is no such member.
 */
export function memberNamed<T>(kind: string, name: string, map: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(map, name) ? map[name] : undefined
  if (found === undefined) throw unknownName(kind, name, Object.keys(map))
  return found
}
