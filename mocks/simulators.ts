/** All simulators, one per line, in the order in which the server lists them. */
import type { Simulator } from 'tvilling'
import * as all from './all.gen.ts'

export const simulators = [
  all.consumerIntelligence,
  all.indkaldelse,
  all.personMonitoring,
  all.birthReport,
  all.organizationSession,
] as const satisfies readonly Simulator[]
