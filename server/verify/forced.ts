/** Documented errors that no request leads to, such as 502: a Tvilling server gives them on demand, by faults. */
import type { Control } from '../../src/control/control.ts'
import { Mismatch, Unreached } from '../../src/simulator/check.ts'
import type { VerifySession } from '../../src/simulator/verification.ts'
import type { ReportBuilder } from './report.ts'
import { type Subject, wellFormed } from './standard.ts'

/** What comes back is judged like every other answer. */
export async function forceMissing(
  { api, plan, contract }: Subject,
  visit: VerifySession,
  { faults }: Control,
  ledger: ReportBuilder,
): Promise<void> {
  for (const operation of contract.operations) {
    for (const status of ledger.missing(operation.id).filter((wanted) => wanted >= 400)) {
      try {
        const call = await wellFormed(plan, operation, visit)
        const { id } = await faults.add({
          simulator: api,
          operation: operation.id,
          fault: 'status',
          status,
          times: 1,
        })
        await visit.call(call)
        const { left } = (await faults.list()).find((fault) => fault.id === id) ?? {}
        if (left) await faults.clear(id)
      } catch (error) {
        // Then the status stays as it is: never reached.
        if (!(error instanceof Unreached || error instanceof Mismatch)) throw error
      }
    }
  }
}
