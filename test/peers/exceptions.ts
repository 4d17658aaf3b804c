/** What a tool may find fault with: `exceptions.yaml` beside each contract, with the reasons. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'yaml'

export interface Exception {
  /** Name of the tool; also of those whose names begin so. */
  tool: string
  /** A regular expression that the finding matches. */
  finding: string
  reason: string
}

export function readExceptions(contractFile: string): Exception[] {
  const file = join(dirname(contractFile), 'exceptions.yaml')
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Exception[]) : []
}

export function exceptionFor(
  exceptions: readonly Exception[],
  tool: string,
  finding: string,
): Exception | undefined {
  return exceptions.find((each) => tool.startsWith(each.tool) && new RegExp(each.finding, 's').test(finding))
}
