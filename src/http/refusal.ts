/** Refuses a request: a failure in the form of the provider; for token operations, in that of OAuth. */
import type { Ground } from '../contract/evidence.ts'
import type { Random } from '../harness/random.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { groundsOf } from './diagnosis.ts'
import { explainFailure, type Failure, wordFailure } from './failure.ts'
import type { ApiRequest, ApiResult } from './messages.ts'
import { oauthFailure, oauthFault } from './oauth-errors.ts'
import type { Opened } from './opened.ts'
import type { Match } from './router.ts'

export function fail(
  { random }: { random: Random },
  match: Match<RunningSimulator>,
  { method, path }: ApiRequest,
  { at }: Opened,
  failure: Failure,
): { result: ApiResult; reason: string; rests: Ground[] } {
  const { definition, factNamed } = match.simulator as RunningSimulator
  const operation = match.kind === 'operation' ? match.operation.id : undefined
  const reason = explainFailure(failure)
  const rests = groundsOf(failure)
  // OAuth has error codes for wrong requests, but none for a failed service.
  const failed = failure.kind === 'internal' || (failure.kind === 'fault' && failure.status >= 500)
  if (operation !== undefined && definition.tokenOperations?.includes(operation) && !failed) {
    const result =
      failure.kind === 'fault' ? oauthFault(failure.status, failure.detail) : oauthFailure(failure)
    return { result, reason, rests }
  }
  const setting = { method, path, operation, now: at, random }
  const { facts = [], ...result } = wordFailure(definition.problems, failure, setting)
  return { result, reason, rests: [...rests, ...facts.map(factNamed)] }
}
