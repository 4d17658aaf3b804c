/** All simulators, in the order in which the server names them. */
import type { Simulator } from 'tvilling'
import { birthReport } from './birth-report/simulator.ts'
import { consumerIntelligence } from './consumer-intelligence/simulator.ts'
import { indkaldelse } from './indkaldelse/simulator.ts'
import { organizationSession } from './organization-session/simulator.ts'
import { personMonitoring } from './person-monitoring/simulator.ts'

export const simulators = [
  consumerIntelligence,
  indkaldelse,
  personMonitoring,
  birthReport,
  organizationSession,
] as const satisfies readonly Simulator[]
