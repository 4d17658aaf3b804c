/**
 * Who is let in. Whatever the contract asks for (a key, a password, a token of another service) must be there; any
 * that is not empty is taken, since nobody has told this twin which ones are right.
 */
import type { ApiResult } from 'tvilling'
import { contract } from './contract.ts'
import type { CallContext } from './states.ts'

export async function admit(context: CallContext): Promise<ApiResult | undefined> {
  const missing = contract.missingCredential(context)
  if (missing === undefined) return undefined
  context.setReason(missing)
  return contract.refuse([401, 403], missing, context)
}
