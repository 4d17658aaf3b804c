/** The report as JSON, for a pipeline that reads it. */
import type { Report } from '../verify.ts'

export function renderJson(report: Report): string {
  return `${JSON.stringify(report, undefined, 2)}\n`
}
