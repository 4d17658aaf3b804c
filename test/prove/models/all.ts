/** The reference models, one for each simulator. */
import { birthReport } from './birth-report.ts'
import { consumerIntelligence } from './consumer-intelligence.ts'
import { indkaldelse } from './indkaldelse.ts'
import type { ModelTest, ModelTime } from './model-test.ts'
import { organizationSession } from './organization-session.ts'
import { personMonitoring } from './person-monitoring.ts'

export const models = [
  consumerIntelligence,
  indkaldelse,
  personMonitoring,
  birthReport,
  organizationSession,
] as unknown as readonly ModelTest<ModelTime>[]
