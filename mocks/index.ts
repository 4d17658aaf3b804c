/** The public door of the simulators: `tvilling/mocks`. */
export { birthReport } from './birth-report/simulator.ts'
export { consumerIntelligence } from './consumer-intelligence/simulator.ts'
export { indkaldelse } from './indkaldelse/simulator.ts'
export { organizationSession } from './organization-session/simulator.ts'
export { personMonitoring } from './person-monitoring/simulator.ts'
export { simulators } from './simulators.ts'
