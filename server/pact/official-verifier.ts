/**
 * The child process of the official verifier. Its native library writes to standard output and may end its process,
 * which must not affect the server that it verifies.
 *
 * It calls the verifier of `@pact-foundation/pact` without the proxy that the package puts in front of a provider. That
 * proxy turns forms into JSON, so token requests would not arrive as the pact has them.
 */
import { createRequire } from 'node:module'
import type { VerifierOptions } from '@pact-foundation/pact'

/** The options of the process, as JSON in its only argument. */
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

verify(JSON.parse(process.argv[2] ?? '{}')).then((report) => process.send?.(report, () => process.exit(0)))
