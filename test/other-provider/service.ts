/**
 * Another implementation of the APIs, as its provider might have built it: where the documents are silent, it differs
 * from Tvilling in each path, name and word. It is a process of its own and shares no code with the twins.
 */
import type { AddressInfo } from 'node:net'
import express from 'express'
import * as birthReport from './birth-report/service.ts'
import * as consumerIntelligence from './consumer-intelligence/service.ts'
import * as indkaldelse from './indkaldelse/service.ts'
import * as organizationSession from './organization-session/service.ts'
import * as personMonitoring from './person-monitoring/service.ts'

const app = express()
app.use(express.json(), express.urlencoded())
app.use(
  birthReport.service(),
  consumerIntelligence.service(),
  indkaldelse.service(),
  await organizationSession.service(),
  personMonitoring.service(),
)

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
})
