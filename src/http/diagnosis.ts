/** Explains an answer to a user who looks for its cause: in headers, never in a documented body. */
import type { Operation } from '../contract/contract.ts'
import { type Ground, groundText, readGround, weakest } from '../contract/evidence.ts'
import type { MatchedFault, OperationFault } from '../faults/faults.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import type { Failure } from './failure.ts'
import type { ApiResponse } from './messages.ts'
import type { Match } from './router.ts'

export function operationOf(match: Match<RunningSimulator>): Operation | undefined {
  return match.kind === 'operation' ? match.operation : undefined
}

/** Which rule gave the answer, and which fault is applied to it. */
export function reasonOf(
  match: Match<RunningSimulator>,
  reason: string | undefined,
  fault: MatchedFault<OperationFault> | undefined,
): string | undefined {
  if (!fault) return reason
  if (fault.fault !== 'status') {
    return `${reason ? `${reason} ` : ''}The fault ${fault.id} (${fault.fault}) was declared.`
  }
  const operation = operationOf(match)
  if (!fault.force || operation?.answers.has(String(fault.status))) return reason
  return `${reason} It was forced: the contract of ${operation?.id} has no ${fault.status}.`
}

export interface Diagnosis {
  /** Number of the exchange; 0 if it has none. */
  id: number
  /** The harness's time, as HTTP writes it. */
  date: string
  /** The rule that led to the answer. */
  reason: string | undefined
  /** What it rests on. */
  evidence: string | undefined
}

/** The rules that a request broke. */
export function groundsOf(failure: Failure): Ground[] {
  const labels = failure.kind === 'violations' ? failure.violations.map(({ evidence }) => evidence) : []
  return labels.map(readGround).filter((ground) => ground !== undefined)
}

/** The weakest ground of an answer: what the contract says of it, and the rules that gave it. */
export function evidenceOf(
  match: Match<RunningSimulator>,
  status: number,
  rests: readonly Ground[] = [],
): string | undefined {
  const { simulator } = match
  if (!simulator || status === 0) return undefined
  const ground = simulator.grounds.of(operationOf(match), String(status))
  const weak = rests.length > 0 ? weakest([ground, ...rests]) : ground
  return weak && groundText(weak)
}

export function addDiagnosis(
  { headers }: ApiResponse,
  match: Match<RunningSimulator>,
  { id, date, reason, evidence }: Diagnosis,
): void {
  if (match.kind === 'operation') {
    headers['x-tvilling-operation'] = `${match.simulator.name}.${match.operation.id}`
  }
  if (reason) headers['x-tvilling-reason'] = headerText(reason)
  if (evidence) headers['x-tvilling-evidence'] = evidence
  if (id > 0) headers['x-tvilling-exchange'] = String(id)
  // Clients measure their clock's skew by it: it shows the harness's time, like everything else.
  headers['date'] = date
}

export function breachText(
  match: Match<RunningSimulator>,
  { status }: ApiResponse,
  breaches: readonly string[],
): string {
  const who = `${match.simulator?.name ?? 'tvilling'}.${operationOf(match)?.id ?? 'unmatched'}`
  return `${who} broke its contract with status ${status}: ${breaches.join('; ')}`
}

/** Header values hold printable ASCII only. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, '?').slice(0, 1_000)
}
