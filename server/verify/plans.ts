/** The plans, by API. */
import type { Plan } from './plan.ts'
import { birthReportPlan } from './plans/birth-report.ts'
import { consumerIntelligencePlan } from './plans/consumer-intelligence.ts'
import { indkaldelsePlan } from './plans/indkaldelse.ts'
import { organizationSessionPlan } from './plans/organization-session.ts'
import { personMonitoringPlan } from './plans/person-monitoring.ts'

export const plans: readonly Plan[] = [
  consumerIntelligencePlan,
  indkaldelsePlan,
  personMonitoringPlan,
  birthReportPlan,
  organizationSessionPlan,
]
