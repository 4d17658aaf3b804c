/**
 * The process in which the official verifier runs: its native library writes to standard output as it likes, and what
 * it does to its process shall not concern the server that it verifies.
 *
 * It is the verifier of `@pact-foundation/pact` without the proxy that the package puts in front of a provider: that one
 * turns forms into JSON, so that no token request would come through as the pact has it.
 */
import { createRequire } from 'node:module'
import type { VerifierOptions } from '@pact-foundation/pact'

/** What the process is told, as JSON in its one argument. */
export type VerifierOrder = Omit<VerifierOptions, 'logLevel'> & { providerBaseUrl: string }

export type VerifierReport = { results: string } | { crash: string }

async function verify(order: VerifierOrder): Promise<VerifierReport> {
  const require = createRequire(import.meta.url)
  const core = createRequire(require.resolve('@pact-foundation/pact'))('@pact-foundation/pact-core')
  try {
    return { results: await core.default.verifyPacts({ ...order, logLevel: 'error' }) }
  } catch (error) {
    const { message } = error as Error
    return message.startsWith('{') ? { results: message } : { crash: message }
  }
}

const report = await verify(JSON.parse(process.argv[2] ?? '{}'))
process.send?.(report, () => process.exit(0))
