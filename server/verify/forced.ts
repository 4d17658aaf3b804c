/** Documented errors that no request leads to, such as 502: a Tvilling server gives them on demand, by faults. */
import type { Control } from '../../src/control/control.ts'
import { Mismatch, Unreached } from './outcome.ts'
import type { VerifySession } from './plan.ts'
import type { ReportBuilder } from './report.ts'
import { type ApiUnderTest, wellFormed } from './standard.ts'

/** What comes back is judged like every other answer. */
export async function forceMissing(
  { plan, contract }: ApiUnderTest,
  session: VerifySession,
  { faults }: Control,
  report: ReportBuilder,
): Promise<void> {
  for (const operation of contract.operations) {
    for (const status of report.missing(operation.id).filter((wanted) => wanted >= 400)) {
      try {
        const call = await wellFormed(plan, operation, session)
        const { id } = await faults.add({
          simulator: plan.api,
          operation: operation.id,
          fault: 'status',
          status,
          times: 1,
        })
        await session.call(call)
        const { left } = (await faults.list()).find((fault) => fault.id === id) ?? {}
        if (left) await faults.clear(id)
      } catch (error) {
        // Then the status stays as it is: never reached.
        if (!(error instanceof Unreached || error instanceof Mismatch)) throw error
      }
    }
  }
}
