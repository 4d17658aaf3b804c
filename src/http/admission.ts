/** What of a body a door must read: nothing, if the answer does not depend on it, or so many decoded bytes. */
import type { Operation } from '../contract/contract.ts'
import type { UnitsOfWork } from '../harness/unit-of-work.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { StoreUnavailable } from '../store/shared-store.ts'
import { environmentOf } from './environment.ts'
import type { ApiRequest } from './messages.ts'
import type { Router } from './router.ts'

/** A body that nobody vouches for becomes at most so many bytes when it is decompressed. */
const INFLATED = 1024 * 1024

/** JSON of so many values costs nothing worth speaking of. */
const VALUES = 20_000

/** The most values in the JSON of a request; undefined if a token vouches for it. */
export const mostValuesOf = ({ scopes }: Operation) => (scopes ? undefined : VALUES)

/** The largest decoded body of a request. */
export function bodyLimitOf(operation: Operation, request: ApiRequest, limit: number): number {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
  return operation.scopes || encoding === 'identity' ? limit : Math.min(limit, INFLATED)
}

export interface AdmissionDeps {
  router: Pick<Router<RunningSimulator>, 'match'>
  units: Pick<UnitsOfWork, 'look'>
  bodyLimit: number
}

/** Takes a request without its body. @returns the limit of the body; undefined if it need not be read. */
export type Admission = (request: ApiRequest) => Promise<number | undefined>

export function createAdmission({ router, units, bodyLimit }: AdmissionDeps): Admission {
  return async (request) => {
    const match = router.match(request)
    if (match.kind !== 'operation') return undefined
    const { operation, simulator } = match
    const { scopes } = operation
    const limit = bodyLimitOf(operation, request, bodyLimit)
    if (!scopes) return limit
    try {
      const environment = environmentOf(match, request)
      const authorized = await units.look(() => simulator.auth.authorize(request, scopes, environment))
      return 'failure' in authorized ? undefined : limit
    } catch (error) {
      if (error instanceof StoreUnavailable) return limit
      throw error
    }
  }
}
