/** The consumers' pacts of all five APIs, and where each is kept. */
import { join } from 'node:path'
import { birthReport } from './birth-report.pact.ts'
import { consumerIntelligence } from './consumer-intelligence.pact.ts'
import { indkaldelse } from './indkaldelse.pact.ts'
import { organizationSession } from './organization-session.pact.ts'
import { CONSUMER, type OpenPact, openPact } from './pact.ts'
import { personMonitoring } from './person-monitoring.pact.ts'

export const pacts: Readonly<Record<string, () => OpenPact>> = {
  'birth-report': () => openPact(birthReport),
  'consumer-intelligence': () => openPact(consumerIntelligence),
  indkaldelse: () => openPact(indkaldelse),
  'organization-session': () => openPact(organizationSession),
  'person-monitoring': () => openPact(personMonitoring),
}

export const pactFile = (simulator: string) =>
  join(import.meta.dirname, `../../contracts/${simulator}/pacts/${CONSUMER}.gen.json`)
