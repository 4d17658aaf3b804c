/** Which of the provider's environments, such as production or sandbox, a request is for. */
import { hostAddressed } from '../contract/hosts.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import type { ApiRequest } from './messages.ts'
import type { Match } from './router.ts'

type OperationMatch = Extract<Match<RunningSimulator>, { kind: 'operation' }>

/** The environment of the operation, or else the one in the path, if the API has it, or that of the addressed host. */
export function environmentOf(
  { simulator, operation }: OperationMatch,
  request: ApiRequest,
): string | undefined {
  if (operation.environment !== undefined) return operation.environment
  const { environment } = request
  if (environment !== undefined && simulator.environments.has(environment)) return environment
  const { contract } = simulator
  const host = hostAddressed(contract, request)
  return host === undefined ? undefined : contract.hosts.get(host)
}
