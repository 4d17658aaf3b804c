/** What a test leaves out on a machine that lacks something. */
import type { TestContext } from 'vitest'

/**
 * Ends a test, and says in one line what was not run and what it takes. `.ci/run` fails if anything was left out.
 * @param reason such as "the Python program: python3 has no requests_oauthlib".
 */
export function leaveOut({ skip }: Pick<TestContext, 'skip'>, reason: string): never {
  const line = `left out: ${reason}`
  process.stderr.write(`${line}\n`)
  return skip(line)
}
