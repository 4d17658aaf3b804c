/** What shall go wrong: declared per operation, used up one request after the other. */
import { unknownName } from './nearest.ts'
import { UsageError } from './usage-error.ts'
import type { Running } from './world.ts'

/** An operation answers one of its documented errors, before it does anything. */
export interface FaultDeclaration {
  simulator: string
  operation: string
  fault: 'status'
  status: number
  /** How many requests it meets; without it, all until it is cleared. */
  times?: number
}

export interface DeclaredFault extends FaultDeclaration {
  id: string
  /** How often it was met. */
  met: number
}

export interface Faults {
  /** @throws UsageError when the operation does not exist or has no such answer. */
  add(declaration: FaultDeclaration): DeclaredFault
  list(): DeclaredFault[]
  clear(): void
  /** The fault that meets this request, if one does; counts it. */
  meet(simulator: string, operation: string): DeclaredFault | undefined
}

export function createFaults(simulators: ReadonlyMap<string, Running>): Faults {
  let declared: DeclaredFault[] = []
  let made = 0

  return {
    add(declaration) {
      check(simulators, declaration)
      made += 1
      const fault = { ...declaration, id: `f${made}`, met: 0 }
      declared.push(fault)
      return { ...fault }
    },

    list: () => declared.map((fault) => ({ ...fault })),

    clear() {
      declared = []
    },

    meet(simulator, operation) {
      const fault = declared.find(
        (candidate) => candidate.simulator === simulator && candidate.operation === operation,
      )
      if (!fault) return undefined
      fault.met += 1
      if (fault.times !== undefined && fault.met >= fault.times) {
        declared = declared.filter((candidate) => candidate !== fault)
      }
      return fault
    },
  }
}

function check(simulators: ReadonlyMap<string, Running>, declaration: FaultDeclaration): void {
  const { simulator, operation, status, fault } = declaration
  if (fault !== 'status') throw new UsageError(`There is no fault "${String(fault)}". There is "status".`)
  const running = simulators.get(simulator)
  if (!running) throw unknownName('simulator', simulator, [...simulators.keys()])
  const found = running.contract.operations.find(({ id }) => id === operation)
  if (!found) {
    throw unknownName(
      `operation of ${simulator}`,
      operation,
      running.contract.operations.map(({ id }) => id),
    )
  }
  const errors = [...found.answers.keys()].filter((known) => Number(known) >= 400)
  if (!errors.includes(String(status))) {
    throw new UsageError(`${operation} never answers ${status}. Its errors are ${errors.join(', ')}.`)
  }
  if (declaration.times !== undefined && !(Number.isInteger(declaration.times) && declaration.times > 0)) {
    throw new UsageError('"times" is a whole number of at least 1.')
  }
}
