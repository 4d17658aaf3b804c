/** The public door of the simulators: `tvilling/mocks`. */
import { birthReport } from './birth-report/simulator.ts'
import { consumerIntelligence } from './consumer-intelligence/simulator.ts'
import { indkaldelse } from './indkaldelse/simulator.ts'

export { birthReport, consumerIntelligence, indkaldelse }

/** All of them, in the order in which the server names them. */
export const simulators = [consumerIntelligence, indkaldelse, birthReport]
