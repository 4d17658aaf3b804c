/** Reports by their ids: a repeated report gets the same answer and registers nothing (BR-19). */
import { isDeepStrictEqual } from 'node:util'
import { unprocessable } from './problems.ts'
import { registerBirth } from './registration.ts'
import type { ApiContext, BirthReport, Outcome, TakenReport } from './states.ts'

/** Accepts a valid report, or answers one that was accepted before with its first answer (BR-19). */
export async function takeReport(
  report: BirthReport,
  context: ApiContext,
  exchange?: number,
): Promise<Outcome> {
  const { reports } = context.collections
  // UUIDs are case-insensitive (RFC 9562).
  const reportId = report.reportId.toLowerCase()
  const earlier = await reports.get(reportId)
  if (earlier) return recognise(report, earlier, context)
  const outcome = await registerBirth(report, context)
  const taken = { takenAt: context.clock.iso(), exchange, content: report, answer: outcome.answer }
  await reports.put({ reportId, ...taken })
  return outcome
}

function recognise(report: BirthReport, earlier: TakenReport, { random }: ApiContext): Outcome {
  const { reportId, takenAt, exchange, answer, content } = earlier
  const where = exchange === undefined ? '' : ` in exchange ${exchange}`
  const came = `the report ${reportId} came first at ${takenAt}${where}`
  if (!isDeepStrictEqual({ ...report, reportId }, { ...content, reportId })) {
    return {
      answer: unprocessable('Another report has this reportId.', random),
      reason: `BR-19: ${came}, with other content.`,
      facts: ['BR-19'],
    }
  }
  const reason = `BR-19: ${came} and was answered with ${answer.status}; nothing is registered again.`
  const own = { reportId: report.reportId }
  return answer.status === 201
    ? { answer: { status: 201, body: { ...answer.body, ...own } }, reason, facts: ['BR-19'] }
    : { answer: { status: 202, body: { ...answer.body, ...own } }, reason, facts: ['BR-19'] }
}
