/** Documented errors that no request causes, such as 502. A Tvilling server gives them by declared faults. */
import type { Control } from '../../src/control/control.ts'
import { Mismatch, Unreached } from '../../src/simulator/check.ts'
import type { VerifySession } from '../../src/simulator/verification.ts'
import type { ApiUnderTest } from './api-under-test.ts'
import type { ReportBuilder } from './report.ts'
import { wellFormed } from './standard.ts'

/** Forces each documented error that was not seen yet. Its answer is checked like every other one. */
export async function forceMissing(
  subject: ApiUnderTest,
  session: VerifySession,
  { faults }: Control,
  report: ReportBuilder,
): Promise<void> {
  const { api, contract } = subject
  for (const operation of contract.operations) {
    for (const status of report.missing(operation.id).filter((wanted) => wanted >= 400)) {
      try {
        const call = await wellFormed(subject, operation, session)
        const { id } = await faults.add({
          simulator: api,
          operation: operation.id,
          fault: 'status',
          status,
          times: 1,
        })
        await session.call(call)
        const { left } = (await faults.list()).find((fault) => fault.id === id) ?? {}
        if (left) await faults.clear(id)
      } catch (error) {
        // The status stays "never reached".
        if (!(error instanceof Unreached || error instanceof Mismatch)) throw error
      }
    }
  }
}
