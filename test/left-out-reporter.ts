/**
 * Says in one line at the end of a run which tests were left out because the machine lacks what they need. With
 * `TVILLING_LEAVE_NOTHING_OUT` the run fails then, as in CI, unless it was optional.
 */
import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

/** A program in another language runs where its runtime is: the note of one that did not begins so. */
const OPTIONAL = 'optional: '

export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reasons = new Map<string, string>()
    for (const { children, moduleId } of modules) {
      for (const test of children.allTests('skipped')) {
        const result = test.result()
        const note = result.state === 'skipped' ? result.note : undefined
        if (note) reasons.set(relative(process.cwd(), moduleId), note)
      }
    }
    if (reasons.size === 0) return
    const list = [...reasons].map(([file, note]) => `${file} (${note})`).join(', ')
    process.stdout.write(`Left out, since this machine lacks what they need: ${list}\n`)
    const isMissed = [...reasons.values()].some((note) => !note.startsWith(OPTIONAL))
    if (isMissed && process.env['TVILLING_LEAVE_NOTHING_OUT']) process.exitCode = 1
  }
}
