/** The failure of a request that cannot be answered at the moment, in the form of the provider. */
import type { Operation } from '../contract/contract.ts'
import type { Failure } from './failure.ts'

/** Which status says that a service cannot be reached, in the order in which a provider's own is looked for. */
const UNAVAILABLE = [503, 502, 504, 500]

export function unavailable({ answers }: Operation, detail: string): Failure {
  const status = UNAVAILABLE.find((code) => answers.has(String(code))) ?? 503
  return { kind: 'fault', status, detail }
}

/** The body was not read, since the server holds too much of others. */
export const busy = (operation: Operation): Failure =>
  unavailable(operation, 'The server holds as many bytes of requests as it may. Try again.')

/** The body was not read, and the token that would have let it in was issued after that. */
export const TOO_LATE: Failure = {
  kind: 'unauthenticated',
  cause: 'unknown',
  detail: 'The token was not issued here.',
}
